#include "brenier/plane/density/gauss_legendre.hpp"

#include <numbers>

namespace brenier {
namespace {

/// More digits than results have, where the machine has such numbers.
using Real = long double;
constexpr Real kPi = std::numbers::pi_v<Real>;

/// Legendre's polynomials P_n and P_(n-1) with their derivatives, inside of (-1, 1).
struct Legendre {
  Real value = 1;
  Real previous = 0;
  Real slope;
  Real previous_slope;

  Legendre(int n, Real x) {
    Real before = 0;
    for (int k = 1; k <= n; ++k) {
      before = previous;
      previous = value;
      value = ((2 * k - 1) * x * previous - (k - 1) * before) / k;
    }
    slope = n * (previous - x * value) / (1 - x * x);
    previous_slope = (n - 1) * (before - x * previous) / (1 - x * x);
  }
};

/// A root by Newton's method, from so near that three or four steps give all digits.
template <class Step>
Real root_near(Real x, Step&& step) {
  constexpr int kSteps = 6;
  for (int k = 0; k < kSteps; ++k) x -= step(x);
  return x;
}

std::vector<QuadratureNode> legendre_rule(int n) {
  std::vector<QuadratureNode> result;
  for (int k = 1; k <= n; ++k) {
    const Real guess = -std::cos(kPi * (4 * k - 1) / (4 * n + 2));
    const Real x = root_near(guess, [&](Real y) {
      const Legendre p(n, y);
      return p.value / p.slope;
    });
    const Real slope = Legendre(n, x).slope;
    result.push_back(
        {static_cast<double>((1 + x) / 2), static_cast<double>(1 / ((1 - x * x) * slope * slope))});
  }
  return result;
}

/// Radau's rule with n + 1 nodes, one of them at 0, where the factor t makes the integrand 0.
std::vector<QuadratureNode> radau_rule(int n) {
  std::vector<QuadratureNode> result;
  for (int k = 1; k <= n; ++k) {
    const Real guess = -std::cos(2 * kPi * k / (2 * n + 1));
    const Real x = root_near(guess, [&](Real y) {
      const Legendre p(n + 1, y);
      return (p.value + p.previous) / (p.slope + p.previous_slope);
    });
    const Real at = (1 + x) / 2, p = (n + 1) * Legendre(n + 1, x).previous;
    result.push_back({static_cast<double>(at), static_cast<double>(at * (1 - x) / (2 * p * p))});
  }
  return result;
}

/// The largest z for which n nodes integrate e^(zt) to the tolerance: the error is
/// z^2n (n!)⁴ / ((2n + 1) ((2n)!)³) at most, in units of the largest value.
double largest_slope(int n, double tolerance) {
  const double log_factor =
      4.0 * std::lgamma(n + 1.0) - std::log(2.0 * n + 1.0) - 3.0 * std::lgamma(2.0 * n + 1.0);
  return std::exp((std::log(tolerance) - log_factor) / (2.0 * n));
}

}  // namespace

GaussLegendre::GaussLegendre(double tolerance) {
  for (int n = 1; n <= kMostNodes; ++n) {
    rules_[n - 1] = legendre_rule(n);
    corner_rules_[n - 1] = radau_rule(n);
    limits_[n - 1] = largest_slope(n, tolerance);
    roots_[n - 1] = std::sqrt(2.0 * n / std::numbers::e);
  }
}

}  // namespace brenier
