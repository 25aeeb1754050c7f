#include "brenier/linalg/conjugate_gradients.hpp"

#include <cmath>
#include <numeric>

namespace brenier {
namespace {

double product(std::span<const double> a, std::span<const double> b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

}  // namespace

std::vector<double> conjugate_gradients(const ApplyMatrix& apply, std::span<const double> diagonal,
                                        std::span<const double> b, double tolerance, int most) {
  const std::size_t n = b.size();
  std::vector<double> x(n, 0.0), residual(b.begin(), b.end()), scaled(n), image(n);
  for (std::size_t i = 0; i < n; ++i) scaled[i] = residual[i] / diagonal[i];
  std::vector<double> direction(scaled);
  double square = product(residual, scaled);
  const double goal = tolerance * std::sqrt(product(b, b));
  for (int k = 0; k < most && std::sqrt(product(residual, residual)) > goal; ++k) {
    apply(direction, image);
    const double curvature = product(direction, image);
    if (!(curvature > 0.0)) break;
    const double length = square / curvature;
    for (std::size_t i = 0; i < n; ++i) {
      x[i] += length * direction[i];
      residual[i] -= length * image[i];
      scaled[i] = residual[i] / diagonal[i];
    }
    const double next = product(residual, scaled);
    for (std::size_t i = 0; i < n; ++i) direction[i] = scaled[i] + next / square * direction[i];
    square = next;
  }
  return x;
}

}  // namespace brenier
