// A normal density of any covariance, and its integrals over triangles and segments.
#pragma once

#include "brenier/density/gauss_legendre.hpp"
#include "brenier/density/moments.hpp"
#include "brenier/density/polar_integrals.hpp"
#include "brenier/density/triangle_rule.hpp"
#include "brenier/types.hpp"

namespace brenier {

/// [ xx 0 ; yx yy ]
struct LowerTriangle {
  double xx;
  double yx;
  double yy;

  Point operator*(Point p) const { return {xx * p.x, yx * p.x + yy * p.y}; }
};

/// ρ(x) = factor / (2π √det Σ) · exp(-|u|²/2), u = L⁻¹ (x - mean), Σ = L Lᵀ: in the whitened plane of the
/// u it is round, and triangles are still triangles there.
///
/// Small triangles take a product of two Gauss rules in coordinates around a corner, with as many
/// nodes as the fall of ρ along either asks for; all terms have one sign, so small integrals keep their
/// digits. Large ones are summed up around the mean (polar_integrals.hpp), unless they are thin: those
/// are cut in two until they are small.
class Normal {
 public:
  Normal(Point mean, const SymmetricMatrix& covariance);

  Point mean() const { return mean_; }
  Point whitened(Point x) const { return inverse_ * (x - mean_); }
  double log_density(Point x) const { return log_peak_ - 0.5 * squared_norm(whitened(x)); }
  double log_peak() const { return log_peak_; }

  void scale(double log_factor) { log_peak_ += log_factor; }
  /// Declares that the domain is not nearer to the mean than this, in the whitened plane. A triangle between
  /// its points may come nearer, to a density larger than any in the domain, and digits would be lost: a
  /// disc around the mean is left out from then on.
  void keep_off(double distance);
  /// The box around all points with at least this density; empty if there are none.
  Box box_above(double log_density) const;

  /// Over the oriented triangle origin, a, b; but for a disc that is kept off.
  double mass(Point a, Point b, Point origin, const Quadrature& rules) const;
  Moments moments(Point a, Point b, Point origin, const Quadrature& rules) const;
  /// ∫ρ ds.
  double line_integral(Point a, Point b, const Quadrature& rules) const;

 private:
  struct Corner {
    Point x;  // from the origin
    Point u;
  };
  struct NodeCounts {
    int across;
    int away;

    bool suffice() const { return std::max(across, away) <= GaussLegendre::kMostNodes; }
  };

  /// For the triangle of a corner u and the vectors from it to the others.
  template <class Sum>
  static NodeCounts node_counts(Point u, Point to_a, Point to_b, const GaussLegendre& gauss);
  template <class Sum>
  Sum over_triangle(Point a, Point b, Point origin, const GaussLegendre& gauss) const;
  bool meets_disc(const std::array<Corner, 3>& corners) const;
  template <class Sum>
  void add_by_nodes(const std::array<Corner, 3>& corners, NodeCounts counts,
                    const GaussLegendre& gauss, Sum& sum) const;
  template <class Sum>
  void add_by_halves(std::array<Corner, 3> corners, const GaussLegendre& gauss, Sum& sum) const;
  Moments around_mean(const std::array<Corner, 3>& corners, const GaussLegendre& gauss) const;

  Point mean_;
  LowerTriangle lower_;    // L
  LowerTriangle inverse_;  // L⁻¹
  double determinant_;     // of L
  double log_peak_;
  double excluded_ = 0.0;  // the disc's radius in the whitened plane
};

}  // namespace brenier
