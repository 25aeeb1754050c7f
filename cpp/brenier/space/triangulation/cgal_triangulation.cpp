// CGAL's triangulations are under the GPL: what this file is compiled into is GPL as a whole.
#include "brenier/space/triangulation/cgal_triangulation.hpp"

#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>
#include <CGAL/Exact_rational.h>
#include <CGAL/Regular_triangulation_3.h>
#include <CGAL/Regular_triangulation_cell_base_3.h>
#include <CGAL/Regular_triangulation_vertex_base_3.h>
#include <CGAL/Simple_cartesian.h>
#include <CGAL/Spatial_sort_traits_adapter_3.h>
#include <CGAL/Triangulation_cell_base_with_info_3.h>
#include <CGAL/Triangulation_vertex_base_with_info_3.h>
#include <CGAL/property_map.h>
#include <CGAL/spatial_sort.h>

#include <numeric>

namespace brenier::space {
namespace {

using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;
using VertexBase =
    CGAL::Triangulation_vertex_base_with_info_3<Index, Kernel,
                                                CGAL::Regular_triangulation_vertex_base_3<Kernel>>;
using CellBase = CGAL::Regular_triangulation_cell_base_3<
    Kernel,
    CGAL::Triangulation_cell_base_with_info_3<Index, Kernel,
                                              CGAL::Triangulation_cell_base_3<Kernel>>,
    CGAL::Discard_hidden_points>;
using Triangulation =
    CGAL::Regular_triangulation_3<Kernel,
                                  CGAL::Triangulation_data_structure_3<VertexBase, CellBase>>;

Kernel::Point_3 to_cgal(Point p) { return {p.x, p.y, p.z}; }
Kernel::Weighted_point_3 to_cgal(const WeightedPoint& p) { return {to_cgal(p.point), p.weight}; }

/// The finite tetrahedra in the order of their lowest sites: so neighbours are near each other in
/// memory if sites are.
std::vector<Tetrahedron> in_order(const Triangulation& triangulation, Index point_count,
                                  const CheckInterrupt& interrupt) {
  const auto lowest = [](Triangulation::Cell_handle cell) {
    return std::min({cell->vertex(0)->info(), cell->vertex(1)->info(), cell->vertex(2)->info(),
                     cell->vertex(3)->info()});
  };
  std::vector<Index> next(point_count + 1, 0);
  for (const auto cell : triangulation.finite_cell_handles()) ++next[lowest(cell) + 1];
  check(interrupt);
  std::partial_sum(next.begin(), next.end(), next.begin());
  std::vector<Tetrahedron> result(next.back());
  for (const auto cell : triangulation.all_cell_handles()) {
    cell->info() = triangulation.is_infinite(cell) ? kNone : next[lowest(cell)]++;
  }
  check(interrupt);
  for (const auto cell : triangulation.finite_cell_handles()) {
    Tetrahedron& tetrahedron = result[cell->info()];
    for (int k = 0; k < 4; ++k) {
      tetrahedron.sites[k] = cell->vertex(k)->info();
      tetrahedron.neighbors[k] = cell->neighbor(k)->info();
    }
  }
  check(interrupt);
  return result;
}

}  // namespace

std::vector<Index> insertion_order(std::span<const Point> points) {
  std::vector<Kernel::Point_3> places;
  places.reserve(points.size());
  for (const Point p : points) places.push_back(to_cgal(p));
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), 0);
  using Map = CGAL::Pointer_property_map<Kernel::Point_3>::type;
  CGAL::spatial_sort(
      order.begin(), order.end(),
      CGAL::Spatial_sort_traits_adapter_3<Kernel, Map>(CGAL::make_property_map(places)));
  return {order.begin(), order.end()};
}

std::vector<Tetrahedron> regular_tetrahedra(std::span<const WeightedPoint> points,
                                            std::span<const Index> order,
                                            const CheckInterrupt& interrupt) {
  Triangulation triangulation;
  Triangulation::Cell_handle near;
  OccasionalCheck check_now_and_then(interrupt);
  for (const Index k : order) {
    check_now_and_then();
    Triangulation::Locate_type type;
    int li = 0, lj = 0;
    const Kernel::Weighted_point_3 point = to_cgal(points[k]);
    near = triangulation.locate(point, type, li, lj, near);
    const Triangulation::Vertex_handle vertex = triangulation.insert(point, type, near, li, lj);
    if (vertex == Triangulation::Vertex_handle()) continue;
    vertex->info() = k;
    near = vertex->cell();
  }
  check(interrupt);
  return in_order(triangulation, static_cast<Index>(points.size()), interrupt);
}

Point exact_power_center(const std::array<WeightedPoint, 4>& sites) {
  using Exact = CGAL::Simple_cartesian<CGAL::Exact_rational>;
  const auto exact = [&](int k) {
    const auto& [y, weight] = sites[k];
    return Exact::Weighted_point_3(Exact::Point_3(y.x, y.y, y.z), weight);
  };
  const Exact::Point_3 center =
      Exact().construct_weighted_circumcenter_3_object()(exact(0), exact(1), exact(2), exact(3));
  return {CGAL::to_double(center.x()), CGAL::to_double(center.y()), CGAL::to_double(center.z())};
}

int power_side(const std::array<WeightedPoint, 4>& tetrahedron, const WeightedPoint& fifth) {
  const CGAL::Oriented_side side = Kernel().power_side_of_oriented_power_sphere_3_object()(
      to_cgal(tetrahedron[0]), to_cgal(tetrahedron[1]), to_cgal(tetrahedron[2]),
      to_cgal(tetrahedron[3]), to_cgal(fifth));
  return side == CGAL::ON_POSITIVE_SIDE ? -1 : side == CGAL::ON_NEGATIVE_SIDE ? 1 : 0;
}

}  // namespace brenier::space
