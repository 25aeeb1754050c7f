#include "brenier/space/points/orientation.hpp"

#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>

namespace brenier::space {
namespace {

using OrientationKernel = CGAL::Exact_predicates_inexact_constructions_kernel;

OrientationKernel::Point_3 point_of_cgal(Point p) { return {p.x, p.y, p.z}; }

}  // namespace

int exact_orientation(Point a, Point b, Point c, Point d) {
  return CGAL::orientation(point_of_cgal(a), point_of_cgal(b), point_of_cgal(c), point_of_cgal(d));
}

bool are_collinear(Point a, Point b, Point c) {
  return CGAL::collinear(point_of_cgal(a), point_of_cgal(b), point_of_cgal(c));
}

}  // namespace brenier::space
