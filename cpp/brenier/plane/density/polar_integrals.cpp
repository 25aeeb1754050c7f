#include "brenier/plane/density/polar_integrals.hpp"

#include <algorithm>
#include <numbers>

namespace brenier {
namespace {

/// The sums over the edges. The inner disc is cut off: an edge's part in it is pushed out to its
/// rim.
class EdgeSums {
 public:
  EdgeSums(double inner, double outer) : inner_(inner), outer_(outer) {}

  void add(Point a, Point b) {
    const double length = norm(b - a);
    if (length == 0.0) return;
    along_ = (1.0 / length) * (b - a);
    p_ = cross(a, along_);
    const double from = dot(a, along_), to = from + length;
    const double rim = half_chord(inner_), window = half_chord(outer_);
    // Along the line: beyond the window, in it, in the disc, in the window, beyond.
    const auto part = [&](double low, double high, auto&& integrate) {
      const double l = std::max(from, low), m = std::min(to, high);
      if (l < m) integrate(l, m);
    };
    constexpr double kFar = std::numeric_limits<double>::infinity();
    const auto beyond = [&](double l, double m) { add_beyond(l, m); };
    const auto within = [&](double l, double m) { add_within(l, m); };
    part(-kFar, -window, beyond);
    part(-window, -rim, within);
    part(-rim, rim, [&](double l, double m) { add_arc(l, m); });
    part(rim, window, within);
    part(window, kFar, beyond);
  }

  PolarIntegrals result() const {
    // The disc's whole rim belongs to the boundary if the mean is in the triangle.
    const double turns = std::nearbyint(angle_ / (2.0 * std::numbers::pi));
    const double isotropic = mass_ + turns * std::numbers::pi * inner_ * inner_;
    return {0.5 * inner_ * inner_,
            mass_,
            {-normal_.x, -normal_.y},
            {isotropic - moment_.xx, -moment_.xy, isotropic - moment_.yy}};
  }

 private:
  double half_chord(double radius) const {
    return std::sqrt(std::max(radius * radius - p_ * p_, 0.0));
  }
  Point at(double l) const { return l * along_ + p_ * Point{along_.y, -along_.x}; }
  double angle(double l, double m) const { return std::atan2(p_ * (m - l), p_ * p_ + l * m); }

  void add_beyond(double l, double m) {
    mass_ += angle(l, m);
    angle_ += angle(l, m);
  }

  void add_within(double l, double m) {
    if (inner_ > 0.0) angle_ += angle(l, m);
    const Point outwards{along_.y, -along_.x};
    double mass = 0.0, sum = 0.0, first = 0.0;  // ∫ (1 - e) dl p/r², ∫ e dl, ∫ l e dl
    for_each_node(l, m, [&](double x, double weight) {
      const double r2 = p_ * p_ + x * x;
      const double fall = -std::expm1(-0.5 * (r2 - inner_ * inner_));
      mass += weight * (r2 > 0.0 ? p_ * fall / r2 : 0.0);
      sum += weight * (1.0 - fall);
      first += weight * (1.0 - fall) * x;
    });
    mass_ += mass;
    normal_ = normal_ + sum * outwards;
    add_moment(first * along_ + (p_ * sum) * outwards, outwards);
  }

  void add_arc(double l, double m) {
    const auto on_rim = [&](double x) { return (inner_ / norm(at(x))) * at(x); };
    const Point a = on_rim(l), b = on_rim(m);
    const double turn = angle(l, m), half = 0.5 * inner_ * inner_ * turn;
    angle_ += turn;
    normal_ = normal_ + Point{b.y - a.y, a.x - b.x};
    const double skew = 0.5 * (b.x * b.y - a.x * a.y);
    moment_.xx += half + skew;
    moment_.xy += 0.5 * (b.y - a.y) * (b.y + a.y);
    moment_.yy += half - skew;
  }

  void add_moment(Point u, Point n) {
    moment_.xx += u.x * n.x;
    moment_.xy += 0.5 * (u.x * n.y + u.y * n.x);
    moment_.yy += u.y * n.y;
  }

  double inner_;
  double outer_;
  // The edge's line: its direction, and how far the mean lies to its left.
  Point along_;
  double p_ = 0.0;
  double mass_ = 0.0;
  double angle_ = 0.0;      // by which the edges go around the mean
  Point normal_;            // ∮ e n dl
  SymmetricMatrix moment_;  // ∮ u nᵀ e dl, which is symmetric as a whole
};

}  // namespace

double distance_to_triangle(const std::array<Point, 3>& corners) {
  const auto& [a, b, c] = corners;
  const double ab = cross(a, b), bc = cross(b, c), ca = cross(c, a);
  if ((ab >= 0.0 && bc >= 0.0 && ca >= 0.0) || (ab <= 0.0 && bc <= 0.0 && ca <= 0.0)) {
    if (ab + bc + ca != 0.0) return 0.0;
  }
  return std::min({norm(nearest_to_origin(a, b)), norm(nearest_to_origin(b, c)),
                   norm(nearest_to_origin(c, a))});
}

PolarIntegrals polar_integrals(const std::array<Point, 3>& corners, double excluded) {
  const double nearest = std::max(distance_to_triangle(corners), excluded);
  const double inner = nearest < kFarFromMean ? 0.0 : nearest;
  const double outer = std::sqrt(nearest * nearest + 2.0 * kNegligibleExponent);
  EdgeSums sums(inner, outer);
  for (int k = 0; k < 3; ++k) sums.add(corners[k], corners[(k + 1) % 3]);
  return sums.result();
}

}  // namespace brenier
