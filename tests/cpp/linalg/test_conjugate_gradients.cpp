#include <doctest/doctest.h>

#include <cmath>

#include "brenier/linalg/conjugate_gradients.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("conjugate gradients solve a system in as many steps as it has unknowns") {
  constexpr int n = 12;
  Random random(1731);
  // A Aᵀ plus a diagonal over many decades.
  const std::vector<double> a = random.numbers(n * n, -1.0, 1.0);
  std::vector<double> matrix(n * n, 0.0), diagonal(n);
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < n; ++j) {
      for (int k = 0; k < n; ++k) matrix[n * i + j] += a[n * i + k] * a[n * j + k];
    }
    matrix[n * i + i] += std::pow(10.0, i % 4);
    diagonal[i] = matrix[n * i + i];
  }
  const auto apply = [&](std::span<const double> x, std::span<double> result) {
    for (int i = 0; i < n; ++i) {
      result[i] = 0.0;
      for (int j = 0; j < n; ++j) result[i] += matrix[n * i + j] * x[j];
    }
  };
  const std::vector<double> solution = random.numbers(n, -1.0, 1.0);
  std::vector<double> b(n);
  apply(solution, b);
  const std::vector<double> x = conjugate_gradients(apply, diagonal, b, 1e-14, 2 * n);
  for (int i = 0; i < n; ++i) CHECK(x[i] == doctest::Approx(solution[i]).epsilon(1e-9));
  const std::vector<double> rough = conjugate_gradients(apply, diagonal, b, 0.1, 2 * n);
  std::vector<double> image(n);
  apply(rough, image);
  double residual = 0.0, size = 0.0;
  for (int i = 0; i < n; ++i) {
    residual += (image[i] - b[i]) * (image[i] - b[i]);
    size += b[i] * b[i];
  }
  CHECK(std::sqrt(residual / size) <= 0.1 * (1.0 + 1e-9));
  CHECK(rough != x);
  const std::vector<double> nothing(n, 0.0);
  CHECK(conjugate_gradients(apply, diagonal, nothing, 0.1, 5) == nothing);
}

}  // namespace
}  // namespace brenier
