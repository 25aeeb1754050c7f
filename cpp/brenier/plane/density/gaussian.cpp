#include "brenier/plane/density/gaussian.hpp"

#include <algorithm>
#include <numbers>

#include "brenier/double_double.hpp"
#include "brenier/plane/density/gauss_radau.hpp"

namespace brenier {
namespace {

constexpr int kMostProducts = 100;  // of nodes: polar integrals take about as long

void add(double& sum, double mass, Point) { sum += mass; }
void add(Moments& sum, double mass, Point x) { sum += {mass, mass * x, mass * squared_norm(x)}; }

double determinant(const SymmetricMatrix& m) {
  return static_cast<double>(two_product(m.xx, m.yy) - two_product(m.xy, m.xy));
}

}  // namespace

Gaussian::Gaussian(Point mean, const SymmetricMatrix& covariance) : mean_(mean) {
  const double a = std::sqrt(covariance.xx), b = covariance.xy / a;
  determinant_ = std::sqrt(brenier::determinant(covariance));
  const double c = determinant_ / a;
  lower_ = {a, b, c};
  inverse_ = {1.0 / a, -b / determinant_, 1.0 / c};
  log_peak_ = -std::log(2.0 * std::numbers::pi * determinant_);
}

void Gaussian::keep_off(double distance) {
  // Triangles that are not cut up, those that TriangleRule takes included, come less than that much
  // nearer than their corners; the larger ones are compared with the disc.
  constexpr double kExponent = 1.5;
  static_assert(TriangleRule::kLargestSlope < kExponent);
  const double radius = std::sqrt(std::max(distance * distance - 2.0 * kExponent, 0.0));
  excluded_ = radius < kFarFromMean ? 0.0 : radius;
}

LogBounds Gaussian::bounds(const Box& box) const {
  const std::array<Point, 4> corners{whitened(box.low), whitened({box.high.x, box.low.y}),
                                     whitened(box.high), whitened({box.low.x, box.high.y})};
  double nearest = std::numeric_limits<double>::infinity(), farthest = 0.0;
  for (std::size_t k = 0; k < corners.size(); ++k) {
    nearest = std::min(nearest, norm(nearest_to_origin(corners[k], corners[(k + 1) % 4])));
    farthest = std::max(farthest, norm(corners[k]));
  }
  if (box.contains(mean_)) nearest = 0.0;
  const double most = log_peak_ - 0.5 * nearest * nearest;
  return {most, unless_disc(log_peak_ - 0.5 * farthest * farthest, most)};
}

double Gaussian::radius(const Box& box) const {
  const Point half{0.5 * box.width(), 0.5 * box.height()};
  return std::max(norm(inverse_ * half), norm(inverse_ * Point{half.x, -half.y}));
}

template <class Sum>
Gaussian::NodeCounts Gaussian::node_counts(Point u, Point to_a, Point to_b,
                                           const NodeLimits& limits) {
  // Slopes of |u|²/2, which are linear along each line: the corners have the extreme ones.
  const double aa = squared_norm(to_a), ab = dot(to_a, to_b), bb = squared_norm(to_b);
  const double ua = dot(u, to_a), ub = dot(u, to_b), across = ub - ua;
  const auto largest = [](double x, double y) { return std::max(std::abs(x), std::abs(y)); };
  const double slope_across =
      std::max(std::abs(across), largest(across + ab - aa, across + bb - ab));
  const double slope_away = std::max(largest(ua, ua + aa), largest(ub, ub + bb));
  constexpr int kFactors = std::is_same_v<Sum, Moments> ? 1 : 0;  // theirs are quadratic
  return {limits.count_for(slope_across, aa - 2.0 * ab + bb) + kFactors,
          limits.count_for(slope_away, std::max(aa, bb)) + kFactors};
}

template <class Sum>
void Gaussian::add_by_nodes(const std::array<Corner, 3>& corners, NodeCounts counts,
                            Sum& sum) const {
  const auto& [corner, a, b] = corners;
  const Point xa = a.x - corner.x, xb = b.x - corner.x;
  const Point ua = a.u - corner.u, ub = b.u - corner.u;
  const double scale = cross(xa, xb) * std::exp(log_peak_ - 0.5 * squared_norm(corner.u));
  for (const QuadratureNode s : gauss_rule(counts.across)) {
    const Point u = (1.0 - s.at) * ua + s.at * ub, x = (1.0 - s.at) * xa + s.at * xb;
    const double slope = dot(corner.u, u), curvature = 0.5 * squared_norm(u);
    for (const QuadratureNode t : corner_rule(counts.away)) {
      const double rho = std::exp(-t.at * (slope + t.at * curvature));
      add(sum, scale * s.weight * t.weight * rho, corner.x + t.at * x);
    }
  }
}

template <class Sum>
void Gaussian::add_by_halves(std::array<Corner, 3> corners, const NodeLimits& limits,
                             Sum& sum) const {
  // The first corner is to be the one across from the shortest edge.
  const auto square = [&](int k) {
    return squared_norm(corners[(k + 2) % 3].u - corners[(k + 1) % 3].u);
  };
  const int first = square(0) <= std::min(square(1), square(2)) ? 0
                    : square(1) <= square(2)                    ? 1
                                                                : 2;
  std::rotate(corners.begin(), corners.begin() + first, corners.end());
  const auto& [corner, a, b] = corners;
  const NodeCounts counts = node_counts<Sum>(corner.u, a.u - corner.u, b.u - corner.u, limits);
  if (counts.suffice()) {
    add_by_nodes(corners, counts, sum);
    return;
  }
  const int far = square(1) > square(2) ? 2 : 1;  // the end of the longest edge
  const Corner middle{0.5 * (corner.x + corners[far].x), 0.5 * (corner.u + corners[far].u)};
  std::array<Corner, 3> half = corners;
  half[far] = middle;
  add_by_halves(half, limits, sum);
  half = corners;
  half[0] = middle;
  add_by_halves(half, limits, sum);
}

Moments Gaussian::around_mean(const std::array<Corner, 3>& corners) const {
  const PolarIntegrals about_mean =
      polar_integrals({corners[0].u, corners[1].u, corners[2].u}, excluded_);
  const double factor = determinant_ * std::exp(log_peak_ - about_mean.log_unit);
  const double mass = factor * about_mean.mass;
  // From the mean to the origin.
  const Point o = corners[0].u, f = factor * about_mean.first - mass * o;
  const SymmetricMatrix& s = about_mean.second;
  const SymmetricMatrix second{factor * s.xx - 2.0 * f.x * o.x - mass * o.x * o.x,
                               factor * s.xy - f.x * o.y - o.x * f.y - mass * o.x * o.y,
                               factor * s.yy - 2.0 * f.y * o.y - mass * o.y * o.y};
  const double a = lower_.xx, b = lower_.yx, c = lower_.yy;
  return {mass, lower_ * f,
          (a * a + b * b) * second.xx + 2.0 * b * c * second.xy + c * c * second.yy};
}

bool Gaussian::meets_disc(const std::array<Corner, 3>& corners) const {
  if (excluded_ == 0.0) return false;
  return distance_to_triangle({corners[0].u, corners[1].u, corners[2].u}) < excluded_;
}

template <class Sum>
Sum Gaussian::over_triangle(Point a, Point b, Point origin, const NodeLimits& limits) const {
  Sum sum{};
  const Point xa = a - origin, xb = b - origin;
  const double area = cross(xa, xb);
  if (area == 0.0) return sum;
  const Point u = whitened(origin), ua = inverse_ * xa, ub = inverse_ * xb;
  const std::array<Corner, 3> corners{{{{}, u}, {xa, u + ua}, {xb, u + ub}}};
  if (!meets_disc(corners)) {
    const NodeCounts counts = node_counts<Sum>(u, ua, ub, limits);
    if (counts.suffice() && counts.across * counts.away <= kMostProducts) {
      add_by_nodes(corners, counts, sum);
      return sum;
    }
    // Polar integrals would cancel where the triangle is thin, and so would moments about the mean
    // where it is small compared with its distance; but it must not be so long that there are too
    // many pieces.
    constexpr double kThin = 0.01, kLong = 1000.0, kLongMoments = 100.0;
    const double longest =
        std::sqrt(std::max({squared_norm(ua), squared_norm(ub), squared_norm(ub - ua)}));
    const double change = longest * (norm(u) + longest);  // of |u|²/2, roughly
    const bool is_thin = std::abs(area) < kThin * determinant_ * longest;
    if (change < (is_thin ? kLong : std::is_same_v<Sum, Moments> ? kLongMoments : 0.0)) {
      add_by_halves(corners, limits, sum);
      return sum;
    }
  }
  const Moments moments = around_mean(corners);
  if constexpr (std::is_same_v<Sum, Moments>) {
    return moments;
  } else {
    return moments.mass;
  }
}

double Gaussian::mass_of_large(const Triangle& t, const NodeLimits& limits) const {
  return over_triangle<double>(t.a, t.b, t.origin, limits);
}

Moments Gaussian::moments(const Triangle& t, const Quadrature& rules) const {
  return over_triangle<Moments>(t.a, t.b, t.origin, rules.limits);
}

double Gaussian::mean_by_nodes(const Line& line, const NodeLimits& limits) const {
  const Point d = line.direction, middle = line.middle;
  const double square = line.square;
  const Point u = middle - 0.5 * d;
  const double slope = dot(u, d);
  const int count = limits.count_for(std::max(std::abs(slope), std::abs(slope + square)), square);
  double sum = 0.0;
  if (count <= kMostGaussNodes) {
    for (const QuadratureNode t : gauss_rule(count)) {
      sum += t.weight * std::exp(-t.at * (slope + 0.5 * t.at * square));
    }
    return sum * std::exp(log_peak_ - 0.5 * squared_norm(u));
  }
  // In units of its largest value on the segment, and only where it is not negligible against that.
  const double whitened_length = std::sqrt(square), from = slope / whitened_length;
  const double to = from + whitened_length;
  const double nearest = std::max({from, -to, 0.0});
  const double window = std::sqrt(nearest * nearest + 2.0 * kNegligibleExponent);
  for_each_node(std::max(from, -window), std::min(to, window), [&](double l, double weight) {
    sum += weight * std::exp(-0.5 * (l - nearest) * (l + nearest));
  });
  const double distance = norm(nearest_to_origin(u, u + d));
  return sum / whitened_length * std::exp(log_peak_ - 0.5 * distance * distance);
}

}  // namespace brenier
