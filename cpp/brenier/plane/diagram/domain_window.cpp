#include "brenier/plane/diagram/domain_window.hpp"

#include <limits>

namespace brenier {

DomainWindow::DomainWindow(const RegularTriangulation& triangulation, const Box& domain)
    : triangulation_(triangulation) {
  const Point margin{domain.size(), domain.size()};
  box_ = {domain.low - margin, domain.high + margin};
}

std::optional<FacetEnds> DomainWindow::ends(const TriangulationEdge& edge, Point right,
                                            Point left) const {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const Point far{kInfinity, kInfinity};
  const Point a = edge.right == kNone ? far : right;
  const Point b = edge.left == kNone ? far : left;
  const bool a_near = box_.contains(a), b_near = box_.contains(b);
  if (a_near && b_near) return FacetEnds{a, b};

  // A far end is known badly, but the line is not: cut it with the window.
  const Bisector line = bisector(site(edge.i), site(edge.j), box_.center());
  const auto [enter, leave] = parameters_in(line);
  const double ta = is_finite(a) ? dot(a - line.foot, line.direction) : -kInfinity;
  const double tb = is_finite(b) ? dot(b - line.foot, line.direction) : kInfinity;
  if (!(std::max(ta, enter) < std::min(tb, leave))) return std::nullopt;
  return FacetEnds{a_near ? a : line.foot + std::max(ta, enter) * line.direction,
                   b_near ? b : line.foot + std::min(tb, leave) * line.direction};
}

std::pair<double, double> DomainWindow::parameters_in(const Bisector& line) const {
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
  cut(line.foot.x, line.direction.x, box_.low.x, box_.high.x);
  cut(line.foot.y, line.direction.y, box_.low.y, box_.high.y);
  return {enter, leave};
}

}  // namespace brenier
