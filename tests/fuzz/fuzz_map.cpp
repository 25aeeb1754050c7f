// The continuous extension of the map from cells to sites, for any diagram.
#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>

#include <algorithm>

#include "brenier/map/piecewise_affine_map.hpp"
#include "diagram_input.hpp"
#include "require.hpp"

namespace brenier::fuzz {
namespace {

using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;

/// Where a point is to a triangle of the mesh, exactly: inside 1, on the border 0, outside -1.
int side(const Corners& corners, Point x) {
  Kernel::Point_2 at[3];
  for (int k = 0; k < 3; ++k) at[k] = {corners[k].x, corners[k].y};
  int result = 1;
  for (int k = 0; k < 3; ++k) {
    const int turn = CGAL::orientation(at[k], at[next(k)], {x.x, x.y});
    result = std::min(result, turn);
  }
  return result;
}

void require_mesh(const CentroidMesh& mesh, std::span<const Point> sites) {
  for (const MapEdge& edge : mesh.edges()) {
    const auto& [i, j] = edge.sites;
    require(0 <= i && i < j && j < mesh.site_count(), "edge between ", i, " and ", j);
    require(edge.jump == norm(sites[i] - sites[j]), "jump ", edge.jump);
    require(edge.angle >= 0.0 && edge.angle <= 3.2, "angle ", edge.angle);
  }
  const auto edge_count = static_cast<Index>(mesh.edges().size());
  const std::vector<Triangle>& triangles = mesh.cover().simplices();
  for (std::size_t t = 0; t < triangles.size(); ++t) {
    for (int k = 0; k < 3; ++k) {
      const Index edge = mesh.edges_of_triangles()[t][k];
      require(kNone <= edge && edge < edge_count, "edge ", edge, " of triangle ", t);
      if (edge == kNone) continue;
      const Index i = triangles[t].vertices[next(k)], j = triangles[t].vertices[previous(k)];
      require(mesh.edges()[edge].sites == std::array{std::min(i, j), std::max(i, j)}, "edge ", edge,
              " is opposite vertex ", k, " of triangle ", t);
    }
  }
}

void test(Decoder decoder) {
  const auto input = diagram_input(decoder);
  if (!input) return;
  const auto& [source, sites, weights, diagram] = *input;
  const Similarity& similarity = diagram->source().similarity;
  const auto mesh = std::make_shared<const CentroidMesh>(*diagram, sites);
  require_mesh(*mesh, sites);

  const std::vector<double> limits = gap_limits(mesh->edges(), mesh->site_count());
  const bool is_by_limits = decoder.choice(2) == 0;
  std::vector<char> is_gap;
  for (std::size_t k = 0; k < limits.size(); ++k) {
    require(limits[k] >= 0.0, "limit ", limits[k]);
    is_gap.push_back(is_by_limits ? mesh->edges()[k].jump > limits[k] : decoder.choice(4) == 0);
  }
  const PiecewiseAffineMap map(diagram, mesh, sites, is_gap);

  std::vector<Point> queries = decoder.points(16);
  const auto triangle_count = static_cast<Index>(mesh->cover().simplices().size());
  for (Index t = 0; t < std::min(triangle_count, 8); ++t) {
    const Corners& corners = mesh->cover().corners(t);
    queries.push_back(similarity.from_local(corners[t % 3]));
    queries.push_back(similarity.from_local(0.5 * (corners[0] + corners[1])));
  }
  std::erase_if(queries, [](Point x) { return !is_of_moderate_size(x); });
  const std::vector<Index> cells = diagram->locate(queries);
  const Box box = box_of(sites);
  for (const bool across : {false, true}) {
    const Images images = map(queries, across);
    for (std::size_t q = 0; q < queries.size(); ++q) {
      const Point x = similarity.to_local(queries[q]);
      Index first = kNone;
      int inside = 0;
      for (Index t = triangle_count - 1; t >= 0; --t) {
        const int where = side(mesh->cover().corners(t), x);
        if (where >= 0) first = t;
        inside += where > 0;
      }
      require(inside <= 1, "point ", q, " lies in ", inside, " triangles");
      bool is_singular = false;
      for (int k = 0; first != kNone && k < 3; ++k) {
        const Index edge = mesh->edges_of_triangles()[first][k];
        is_singular |= edge != kNone && is_gap[edge];
      }
      require(is_singular == static_cast<bool>(images.is_singular[q]), "point ", q,
              " is singular: ", is_singular);
      const Point image = images.points[q];
      if (first == kNone || (is_singular && !across)) {
        require(image == sites[cells[q]], "point ", q, " goes to the site of its cell");
      } else {
        const auto& [a, b, c] = mesh->cover().simplices()[first].vertices;
        const std::array corners{sites[a], sites[b], sites[c]};
        const Box of_triangle = box_of(corners);
        const double slack = 1e-14 * (std::max(norm(box.low), norm(box.high)));
        require(norm(image - of_triangle.nearest(image)) <= slack, "point ", q, " goes to ", image,
                ", out of the triangle of sites");
      }
      require(images.points[q] == map(std::array{queries[q]}, across).points[0], "point ", q,
              " goes elsewhere on its own");
    }
  }
}

}  // namespace
}  // namespace brenier::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  brenier::fuzz::test(brenier::fuzz::Decoder({data, size}));
  return 0;
}
