// A normal density of any covariance, and its integrals over triangles and segments.
#pragma once

#include "brenier/plane/density/moments.hpp"
#include "brenier/plane/density/polar_integrals.hpp"
#include "brenier/plane/density/triangle_rule.hpp"
#include "brenier/plane/points/box.hpp"
#include "brenier/plane/points/symmetric_matrix.hpp"

namespace brenier {

/// [ xx 0 ; yx yy ]
struct LowerTriangle {
  double xx;
  double yx;
  double yy;

  Point operator*(Point p) const { return {xx * p.x, yx * p.x + yy * p.y}; }
};

/// What is known of ln ρ on a set before ρ is integrated.
struct LogBounds {
  /// Nowhere is ln ρ larger.
  double most;
  /// Nowhere in a box is ln ρ smaller, nor is that of ρ's mean on a triangle or a segment. -∞ if ρ
  /// may hold a disc that is kept off.
  double least;
};

/// ρ(x) = factor / (2π √det Σ) · exp(-|u|²/2), u = L⁻¹ (x - mean), Σ = L Lᵀ: in the whitened plane
/// of the u it is round, and triangles are still triangles there.
///
/// Small triangles take a product of two Gauss rules in coordinates around a corner, with as many
/// nodes as the fall of ρ along either asks for; all terms have one sign, so small integrals keep
/// their digits. Large ones are summed up around the mean (polar_integrals.hpp), unless they are
/// thin: those are cut in two until they are small.
class Gaussian {
 public:
  Gaussian(Point mean, const SymmetricMatrix& covariance);

  Point mean() const { return mean_; }
  Point whitened(Point x) const { return inverse_ * (x - mean_); }
  double log_density(Point x) const { return log_peak_ - 0.5 * squared_norm(whitened(x)); }
  double log_peak() const { return log_peak_; }

  void scale(double log_factor) { log_peak_ += log_factor; }
  /// Declares that the domain is not nearer to the mean than this, in the whitened plane. A
  /// triangle between its points may come nearer, to a density larger than any in the domain, and
  /// digits would be lost: a disc around the mean is left out from then on.
  void keep_off(double distance);

  LogBounds bounds(const Box& box) const;
  /// How many standard deviations it is from the middle of the box to a corner, at most.
  double radius(const Box& box) const;

  /// An oriented triangle origin, a, b with some area, and a segment a, b in the whitened plane.
  struct Triangle {
    Point a, b, origin;
    double area;  // twice
    Point center;
    double aa, ab, bb;        // products of the edges from the origin
    double ca, cb;            // and of the center with them
    double slope, curvature;  // of |u|²/2 along the edges, at most
    LogBounds bounds;
  };
  struct Line {
    Point middle, direction;
    double square;  // of the direction
    double slope;   // of |u|²/2 in the middle
    LogBounds bounds;
  };
  Triangle triangle(Point a, Point b, Point origin) const;
  Line line(Point a, Point b) const;

  /// But for a disc that is kept off.
  double mass(const Triangle& triangle, const Quadrature& rules) const;
  Moments moments(const Triangle& triangle, const Quadrature& rules) const;
  /// Of ρ along the segment.
  double mean(const Line& line, const Quadrature& rules) const;

 private:
  struct Corner {
    Point x;  // from the origin
    Point u;
  };
  struct NodeCounts {
    int across;
    int away;

    bool suffice() const { return std::max(across, away) <= kMostGaussNodes; }
  };

  /// For the triangle of a corner u and the vectors from it to the others.
  template <class Sum>
  static NodeCounts node_counts(Point u, Point to_a, Point to_b, const NodeLimits& limits);
  template <class Sum>
  Sum over_triangle(Point a, Point b, Point origin, const NodeLimits& limits) const;
  double mass_of_large(const Triangle& triangle, const NodeLimits& limits) const;
  double mean_by_nodes(const Line& line, const NodeLimits& limits) const;
  double unless_disc(double least, double most) const;
  bool meets_disc(const std::array<Corner, 3>& corners) const;
  template <class Sum>
  void add_by_nodes(const std::array<Corner, 3>& corners, NodeCounts counts, Sum& sum) const;
  template <class Sum>
  void add_by_halves(std::array<Corner, 3> corners, const NodeLimits& limits, Sum& sum) const;
  Moments around_mean(const std::array<Corner, 3>& corners) const;

  Point mean_;
  LowerTriangle lower_;    // L
  LowerTriangle inverse_;  // L⁻¹
  double determinant_;     // of L
  double log_peak_;
  double excluded_ = 0.0;  // the disc's radius in the whitened plane
};

inline double Gaussian::unless_disc(double least, double most) const {
  const bool is_clear = excluded_ == 0.0 || most <= log_peak_ - 0.5 * excluded_ * excluded_;
  return is_clear ? least : -std::numeric_limits<double>::infinity();
}

inline Gaussian::Triangle Gaussian::triangle(Point a, Point b, Point origin) const {
  const Point xa = a - origin, xb = b - origin;
  const Point ua = inverse_ * xa, ub = inverse_ * xb;
  constexpr double kThird = 1.0 / 3.0;
  const Point center = whitened(origin) + kThird * (ua + ub);
  const double aa = squared_norm(ua), ab = dot(ua, ub), bb = squared_norm(ub);
  const double ca = dot(center, ua), cb = dot(center, ub);
  const double curvature = std::max({aa, bb, aa - 2.0 * ab + bb});
  const double slope =
      std::max({std::abs(ca), std::abs(cb), std::abs(cb - ca)}) + 2.0 * kThird * curvature;
  // ln ρ is concave: it lies below its tangent plane at the center; and by Jensen the mean of ρ is
  // not below exp of the mean of ln ρ, to which the linear part contributes nothing.
  const double at_center = log_peak_ - 0.5 * squared_norm(center);
  const double most = at_center + kThird * std::max({ca + cb, ca - 2.0 * cb, cb - 2.0 * ca});
  constexpr double kMean = 1.0 / 36.0;
  const double least = at_center - kMean * (aa + bb - ab);
  return {a,
          b,
          origin,
          cross(xa, xb),
          center,
          aa,
          ab,
          bb,
          ca,
          cb,
          slope,
          curvature,
          {most, unless_disc(least, most)}};
}

inline Gaussian::Line Gaussian::line(Point a, Point b) const {
  const Point d = inverse_ * (b - a), middle = whitened(a) + 0.5 * d;
  const double square = squared_norm(d), slope = dot(middle, d);
  const double at_middle = log_peak_ - 0.5 * squared_norm(middle);
  constexpr double kMean = 1.0 / 24.0;
  return {
      middle, d, square, slope, {at_middle + 0.5 * std::abs(slope), at_middle - kMean * square}};
}

inline double Gaussian::mass(const Triangle& t, const Quadrature& rules) const {
  const int count = rules.limits.count_for<TriangleRule::kMost>(t.slope, t.curvature);
  if (t.slope < rules.largest_slope && count <= TriangleRule::kMost) {
    return t.area * std::exp(log_peak_ - 0.5 * squared_norm(t.center)) *
           rules.triangle(count).integral({t.ca, t.cb, 0.5 * t.aa, t.ab, 0.5 * t.bb});
  }
  return mass_of_large(t, rules.limits);
}

inline double Gaussian::mean(const Line& line, const Quadrature& rules) const {
  const double square = line.square, c = line.slope, q = 0.5 * square;
  constexpr double kEven = 0.2;
  if (std::abs(c) < kEven && square < kEven * kEven) {
    // The mean of exp(-cτ - qτ²) over |τ| < 1/2, by the means of τ², τ⁴, τ⁶.
    constexpr double k2 = 1.0 / 12, k4 = 1.0 / 80, k6 = 1.0 / 448, k24 = 1.0 / 24, k720 = 1.0 / 720,
                     kSixth = 1.0 / 6;
    const double c2 = c * c;
    const double mean =
        1.0 + k2 * (0.5 * c2 - q) + k4 * ((k24 * c2 - 0.5 * q) * c2 + 0.5 * q * q) +
        k6 * (((k720 * c2 - k24 * q) * c2 + 0.25 * q * q) * c2 - kSixth * q * q * q);
    return mean * std::exp(log_peak_ - 0.5 * squared_norm(line.middle));
  }
  return mean_by_nodes(line, rules.limits);
}

}  // namespace brenier
