#include "brenier/plane/triangulation/power_test.hpp"

#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>

#include "brenier/plane/points/exact_numbers.hpp"

namespace brenier {
namespace {

using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;

Kernel::Weighted_point_2 cgal(const WeightedPoint& p) {
  return Kernel::Weighted_point_2(Kernel::Point_2(p.point.x, p.point.y), p.weight);
}

}  // namespace

int exact_power_test(const WeightedPoint& a, const WeightedPoint& b, const WeightedPoint& c,
                     const WeightedPoint& d) {
  require_memory_for_exact_numbers();
  return Kernel().power_side_of_oriented_power_circle_2_object()(cgal(a), cgal(b), cgal(c),
                                                                 cgal(d));
}

int exact_power_comparison(Point x, const WeightedPoint& site, const WeightedPoint& other) {
  require_memory_for_exact_numbers();
  return Kernel().compare_power_distance_2_object()(Kernel::Point_2(x.x, x.y), cgal(site),
                                                    cgal(other));
}

int power_test_on_line(const WeightedPoint& a, const WeightedPoint& b, const WeightedPoint& c) {
  require_memory_for_exact_numbers();
  return Kernel().power_side_of_oriented_power_circle_2_object()(cgal(a), cgal(b), cgal(c));
}

}  // namespace brenier
