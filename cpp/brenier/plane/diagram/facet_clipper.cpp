#include "brenier/plane/diagram/facet_clipper.hpp"

namespace brenier {

FacetClipper::FacetClipper(const RegularTriangulation& triangulation, const DomainIndex& domain)
    : triangulation_(triangulation), domain_(domain) {
  const Box& box = domain.polygon().box();
  const Point margin{box.size(), box.size()};
  window_ = {box.low - margin, box.high + margin};
}

void FacetClipper::clip(const TriangulationEdge& edge, Point right, Point left) {
  const std::optional<Ends> ends = ends_near_domain(edge, right, left);
  if (ends && !(ends->a == ends->b)) cut(edge.i, edge.j, *ends);
}

/// The ends of the facet, those far from the domain brought to the window around it; nothing if the
/// facet stays out of the window.
std::optional<FacetClipper::Ends> FacetClipper::ends_near_domain(const TriangulationEdge& edge,
                                                                 Point right, Point left) const {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const Point far{kInfinity, kInfinity};
  const Point a = edge.right == kNone ? far : right;
  const Point b = edge.left == kNone ? far : left;
  const bool a_near = window_.contains(a), b_near = window_.contains(b);
  if (a_near && b_near) return Ends{a, b};

  // A far end is known badly, but the line is not: cut it with the window.
  const Bisector line = bisector(site(edge.i), site(edge.j), window_.center());
  const auto [enter, leave] = parameters_in_window(line);
  const double ta = is_finite(a) ? dot(a - line.foot, line.direction) : -kInfinity;
  const double tb = is_finite(b) ? dot(b - line.foot, line.direction) : kInfinity;
  if (!(std::max(ta, enter) < std::min(tb, leave))) return std::nullopt;
  return Ends{a_near ? a : line.foot + std::max(ta, enter) * line.direction,
              b_near ? b : line.foot + std::min(tb, leave) * line.direction};
}

std::pair<double, double> FacetClipper::parameters_in_window(const Bisector& line) const {
  double enter = -std::numeric_limits<double>::infinity(), leave = -enter;
  const auto cut = [&](double foot, double direction, double low, double high) {
    if (direction == 0.0) {
      if (foot < low || foot > high) leave = -std::numeric_limits<double>::infinity();
      return;
    }
    const double t0 = (low - foot) / direction, t1 = (high - foot) / direction;
    enter = std::max(enter, std::min(t0, t1));
    leave = std::min(leave, std::max(t0, t1));
  };
  cut(line.foot.x, line.direction.x, window_.low.x, window_.high.x);
  cut(line.foot.y, line.direction.y, window_.low.y, window_.high.y);
  return {enter, leave};
}

void FacetClipper::cut(Index i, Index j, Ends ends) {
  domain_.crossings(ends.a, ends.b, crossings_);
  bool inside = domain_.contains(ends.a);
  Point from = ends.a;
  for (auto next = crossings_.begin(); next != crossings_.end(); ++next) {
    // Inside and outside alternate; rounding may have put nearly equal places in the wrong order.
    const auto true_next = std::find_if(next, crossings_.end(), [&](const Crossing& crossing) {
      return crossing.enters != inside;
    });
    if (true_next != crossings_.end()) std::rotate(next, true_next, true_next + 1);
    if (inside) add(i, j, from, next->point);
    inside = next->enters;
    from = next->point;
    changes_.push_back(
        {next->edge, next->along, next->point, next->enters ? i : j, next->enters ? j : i});
  }
  if (inside) add(i, j, from, ends.b);
}

void FacetClipper::add(Index i, Index j, Point a, Point b) {
  if (!(a == b)) segments_.push_back({i, j, a, b});
}

}  // namespace brenier
