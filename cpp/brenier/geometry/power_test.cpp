#include "brenier/geometry/power_test.hpp"

#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>

namespace brenier {
namespace {

using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;

Kernel::Weighted_point_2 cgal(const WeightedPoint& p) {
  return Kernel::Weighted_point_2(Kernel::Point_2(p.point.x, p.point.y), p.weight);
}

}  // namespace

int exact_power_test(const WeightedPoint& a, const WeightedPoint& b, const WeightedPoint& c,
                     const WeightedPoint& d) {
  return Kernel().power_side_of_oriented_power_circle_2_object()(cgal(a), cgal(b), cgal(c),
                                                                 cgal(d));
}

int power_test_on_line(const WeightedPoint& a, const WeightedPoint& b, const WeightedPoint& c) {
  return Kernel().power_side_of_oriented_power_circle_2_object()(cgal(a), cgal(b), cgal(c));
}

}  // namespace brenier
