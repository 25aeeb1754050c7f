#include "brenier/density/gauss_legendre.hpp"

#include <numbers>

namespace brenier {
namespace {

/// Legendre's polynomials P_n and P_(n-1) with their derivatives, inside of (-1, 1).
struct Legendre {
  double value = 1.0;
  double previous = 0.0;
  double slope;
  double previous_slope;

  Legendre(int n, double x) {
    double before = 0.0;
    for (int k = 1; k <= n; ++k) {
      before = previous;
      previous = value;
      value = ((2 * k - 1) * x * previous - (k - 1) * before) / k;
    }
    slope = n * (previous - x * value) / (1.0 - x * x);
    previous_slope = (n - 1) * (before - x * previous) / (1.0 - x * x);
  }
};

/// A root by Newton's method, from so near that it converges.
template <class Step>
double root_near(double x, Step&& step) {
  constexpr int kMostSteps = 20;  // they are three or four
  for (int k = 0; k < kMostSteps; ++k) {
    const double move = step(x);
    x -= move;
    if (std::abs(move) < 1e-15) break;
  }
  return x;
}

std::vector<QuadratureNode> legendre_rule(int n) {
  std::vector<QuadratureNode> result;
  for (int k = 0; k < n; ++k) {
    const double x = root_near(-std::cos(std::numbers::pi * (k + 0.75) / (n + 0.5)), [&](double y) {
      const Legendre p(n, y);
      return p.value / p.slope;
    });
    const Legendre p(n, x);
    result.push_back({0.5 * (1.0 + x), 1.0 / ((1.0 - x * x) * p.slope * p.slope)});
  }
  return result;
}

/// Radau's rule with n + 1 nodes, one of them at 0, where the factor t makes the integrand 0.
std::vector<QuadratureNode> radau_rule(int n) {
  const int points = n + 1;
  std::vector<QuadratureNode> result;
  for (int k = 1; k < points; ++k) {
    const double x =
        root_near(-std::cos(2.0 * std::numbers::pi * k / (2 * points - 1)), [&](double y) {
          const Legendre p(points, y);
          return (p.value + p.previous) / (p.slope + p.previous_slope);
        });
    const double at = 0.5 * (1.0 + x), p = points * Legendre(points, x).previous;
    result.push_back({at, at * 0.5 * (1.0 - x) / (p * p)});
  }
  return result;
}

/// The largest z for which n nodes integrate e^(zt) to 1e-13: the error is
/// z^2n (n!)⁴ / ((2n + 1) ((2n)!)³) at most, in units of the largest value.
double largest_slope(int n) {
  constexpr double kError = 1e-13;
  const double log_factor =
      4.0 * std::lgamma(n + 1.0) - std::log(2.0 * n + 1.0) - 3.0 * std::lgamma(2.0 * n + 1.0);
  return std::exp((std::log(kError) - log_factor) / (2.0 * n));
}

}  // namespace

GaussLegendre::GaussLegendre() {
  for (int n = 1; n <= kMostNodes; ++n) {
    rules_[n - 1] = legendre_rule(n);
    corner_rules_[n - 1] = radau_rule(n);
    limits_[n - 1] = largest_slope(n);
    roots_[n - 1] = std::sqrt(2.0 * n / std::numbers::e);
  }
}

}  // namespace brenier
