#include "brenier/plane/diagram/exact_clipper.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "brenier/double_double.hpp"
#include "brenier/plane/points/orientation.hpp"
#include "brenier/plane/triangulation/power_test.hpp"

namespace brenier {
namespace {

/// power_difference in pairs of doubles, divided by the sites' distance up to a factor of 2: they
/// may be as near to each other as doubles can be.
DoubleDouble careful_power_difference(Point x, const WeightedPoint& site,
                                      const WeightedPoint& other) {
  const Point apart = other.point - site.point;
  const int exponent = std::ilogb(std::max(std::abs(apart.x), std::abs(apart.y)));
  const auto product = [&](double at, double a, double b) {
    return (two_difference(at, a) + two_difference(at, b)) *
           times_power_of_two(two_difference(b, a), -exponent);
  };
  return product(x.x, site.point.x, other.point.x) + product(x.y, site.point.y, other.point.y) -
         times_power_of_two(two_difference(site.weight, other.weight), -exponent);
}

/// Where the bisector of two sites, which part the ends of the edge, crosses it.
Point crossing_point(BoundaryEdge e, const WeightedPoint& a, const WeightedPoint& b) {
  const DoubleDouble at_p = careful_power_difference(e.p, a, b);
  const DoubleDouble at_q = careful_power_difference(e.q, a, b);
  DoubleDouble share = divided(at_p, at_p - at_q);
  if (!(share.high >= 0.0)) share = {};  // also where the powers are too large to be told
  if (share.high > 1.0) share = {1.0, 0.0};
  const auto between = [&](double p, double q) {
    const double at = static_cast<double>(DoubleDouble{p, 0.0} + share * two_difference(q, p));
    return std::clamp(at, std::min(p, q), std::max(p, q));
  };
  return {between(e.p.x, e.q.x), between(e.p.y, e.q.y)};
}

Box inflated(const Box& box, double by) {
  const Point margin{by, by};
  return {box.low - margin, box.high + margin};
}

}  // namespace

ExactClipper::ExactClipper(const RegularTriangulation& triangulation,
                           const DiagramVertices& vertices, const DomainIndex& domain)
    : triangulation_(triangulation),
      vertices_(vertices),
      domain_(domain),
      window_(triangulation, domain.polygon().box()),
      triangle_count_(static_cast<Index>(triangulation.triangles().size())) {}

void ExactClipper::clip(const TriangulationEdge& edge) {
  const auto center = [&](Index t) { return t == kNone ? Point{} : vertices_[t]; };
  const std::optional<FacetEnds> ends = window_.ends(edge, center(edge.right), center(edge.left));
  if (!ends) return;
  find_stops(edge, *ends);
  bool inside = contains(edge.right);
  Stop from = end_of(edge, edge.right);
  for (auto next = stops_.begin(); next != stops_.end(); ++next) {
    if (next->edge == kNone) {
      if (inside) add(edge, from, *next), from = *next;
      continue;
    }
    // Inside and outside alternate; rounding may have put nearly equal places in the wrong order.
    const auto true_next = std::find_if(next, stops_.end(), [&](const Stop& stop) {
      return stop.edge != kNone && stop.enters != inside;
    });
    if (true_next != stops_.end()) std::rotate(next, true_next, true_next + 1);
    if (inside) add(edge, from, *next);
    inside = next->enters;
    from = *next;
    changes_.push_back(
        {next->edge, next->vertex, next->enters ? edge.i : edge.j, next->enters ? edge.j : edge.i});
  }
  if (inside) add(edge, from, end_of(edge, edge.left));
}

/// Is a vertex of the diagram inside of the moved domain? What is infinitely far away is not.
bool ExactClipper::contains(Index triangle) const {
  if (triangle == kNone) return false;
  const Point z = vertices_[triangle];
  const double error = vertices_.error(triangle);
  const Box& box = domain_.polygon().box();
  if (!inflated(box, error).contains(z)) return false;
  bool inside = false;
  const Box above{{z.x - error, z.y - error}, {z.x + error, box.high.y + error}};
  domain_.for_each_edge_in(above, [&](Index k) {
    const BoundaryEdge e = domain_.polygon().edge(k);
    const auto is_right = [&](Point p) { return vertices_.compare_x(triangle, p.x) <= 0; };
    if (is_right(e.p) == is_right(e.q)) return;
    if (is_left(e, vertices_.side(triangle, e.p, e.q)) == (e.p.x > e.q.x)) inside = !inside;
  });
  return inside;
}

bool ExactClipper::is_left(BoundaryEdge edge, int side) const {
  return side != 0 ? side > 0 : left_of_domain_edge_by_move(edge.p, edge.q);
}

/// Crossings, and corners that the facet runs through, in their order but for rounding.
void ExactClipper::find_stops(const TriangulationEdge& edge, FacetEnds ends) {
  stops_.clear();
  edges_along_.clear();
  const WeightedPoint i = site(edge.i), j = site(edge.j);
  const Point apart = j.point - i.point;
  const double size = std::max(std::abs(apart.x), std::abs(apart.y));
  direction_ = turned_left(Point{apart.x / size, apart.y / size});
  const double start =
      edge.right == kNone ? -std::numeric_limits<double>::infinity() : along(vertices_[edge.right]);
  const double end =
      edge.left == kNone ? std::numeric_limits<double>::infinity() : along(vertices_[edge.left]);
  const Polygon& polygon = domain_.polygon();
  // Of a corner of the domain, by which of the two sites has less power there.
  const auto is_left_of_facet = [&](int comparison) {
    return comparison != 0 ? comparison < 0 : left_of_diagram_edge_by_move(turned_left(apart));
  };
  double error = 1e-12 * (1.0 + std::abs(i.point.x) + std::abs(i.point.y) + std::abs(j.point.x) +
                          std::abs(j.point.y));
  if (edge.right != kNone) error += vertices_.error(edge.right);
  if (edge.left != kNone) error += vertices_.error(edge.left);
  domain_.for_each_edge_in(inflated(box_of(ends.a, ends.b), error), [&](Index k) {
    const BoundaryEdge e = polygon.edge(k);
    const std::array<int, 2> ties{power_comparison(e.p, i, j), power_comparison(e.q, i, j)};
    if (ties[0] == 0 && ties[1] == 0) {
      edges_along_.push_back({std::min(along(e.p), along(e.q)), std::max(along(e.p), along(e.q))});
    }
    if (ties[0] == 0 && start < along(e.p) && along(e.p) < end) {
      stops_.push_back({along(e.p), corner_number(k), e.p, kNone, false, false, false});
    }
    const bool p_left = is_left_of_facet(ties[0]);
    if (p_left == is_left_of_facet(ties[1])) return;
    // Where it goes to and comes from infinity, the bisector has the edge's ends on its sides.
    const int start_side =
        edge.right == kNone ? (p_left ? -1 : 1) : vertices_.side(edge.right, e.p, e.q);
    const int end_side =
        edge.left == kNone ? (p_left ? 1 : -1) : vertices_.side(edge.left, e.p, e.q);
    if (is_left(e, start_side) == is_left(e, end_side)) return;
    add_crossing(edge, k, ties, p_left, start_side == 0, end_side == 0);
  });
  std::stable_sort(stops_.begin(), stops_.end(),
                   [](const Stop& s, const Stop& o) { return s.t < o.t; });
}

void ExactClipper::add_crossing(const TriangulationEdge& edge, Index k, std::array<int, 2> ties,
                                bool enters, bool is_start, bool is_end) {
  const Polygon& polygon = domain_.polygon();
  Stop stop{0.0, kNone, {}, k, enters, is_start, is_end};
  if (ties[0] == 0 || ties[1] == 0) {
    stop.vertex = corner_number(ties[0] == 0 ? k : polygon.next(k));
  } else if (is_start || is_end) {
    stop.vertex = is_start ? edge.right : edge.left;
  } else {
    crossings_.push_back(crossing_point(polygon.edge(k), site(edge.i), site(edge.j)));
    stop.vertex = corner_number(polygon.edge_count()) + static_cast<Index>(crossings_.size()) - 1;
  }
  stop.point = point(stop.vertex);
  stop.t = along(stop.point);
  stops_.push_back(stop);
}

Point ExactClipper::point(Index vertex) const {
  const Polygon& polygon = domain_.polygon();
  if (vertex < triangle_count_) return vertices_[vertex];
  if (vertex < corner_number(polygon.edge_count())) {
    return polygon.vertices()[vertex - triangle_count_];
  }
  return crossings_[vertex - corner_number(polygon.edge_count())];
}

ExactClipper::Stop ExactClipper::end_of(const TriangulationEdge& edge, Index triangle) const {
  if (triangle == kNone) return {};
  const Point z = vertices_[triangle];
  return {along(z), triangle, z, kNone, false, triangle == edge.right, triangle == edge.left};
}

double ExactClipper::along(Point x) const {
  return dot(x - domain_.polygon().box().center(), direction_);
}

void ExactClipper::add(const TriangulationEdge& edge, const Stop& from, const Stop& to) {
  if (is_one_point(edge, from, to)) return;
  const double middle = 0.5 * (from.t + to.t);
  const bool is_along =
      std::any_of(edges_along_.begin(), edges_along_.end(),
                  [&](const Interval& at) { return at.low < middle && middle < at.high; });
  (is_along ? along_boundary_ : facets_).push_back({edge.i, edge.j, from.vertex, to.vertex});
}

/// Exactly. What is far apart, as rounded, is not asked about.
bool ExactClipper::is_one_point(const TriangulationEdge& edge, const Stop& from,
                                const Stop& to) const {
  if (from.vertex == to.vertex) return true;
  if (std::abs(to.t - from.t) > 1e-9) return false;
  if ((from.is_start && to.is_start) || (from.is_end && to.is_end)) return true;
  const auto is_vertex = [&](const Stop& s) { return s.vertex < triangle_count_; };
  const auto is_corner = [&](const Stop& s) {
    return !is_vertex(s) && s.vertex < corner_number(domain_.polygon().edge_count());
  };
  if (is_vertex(from) && is_vertex(to)) return vertices_.coincide(edge);
  if (is_vertex(from) && is_corner(to)) return vertices_.is_at(from.vertex, to.point);
  if (is_vertex(to) && is_corner(from)) return vertices_.is_at(to.vertex, from.point);
  return false;
}

}  // namespace brenier
