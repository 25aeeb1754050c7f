// The inputs that the benchmarks are run on: random, from a fixed seed. benchmarks/problems.py has
// the same kinds for Python, from another generator.
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "brenier/plane/points/point.hpp"

namespace brenier::bench {

/// n sites of a kind:
///
/// - uniform: in the unit square, which is the source;
/// - clusters: ten Gaussians with standard deviation 0.02, their centres in [0.1, 0.9]²;
/// - disc: in the disc of radius 1 around (100, 100), far outside of the source;
/// - tiny_disc: in the disc of radius 0.001 around (1.5, 1.5);
/// - grid: a square grid, each site moved by up to a quarter of a step;
/// - two_scales: every other site in a square of side 0.001, the rest in the unit square;
/// - outliers: in the unit square, but one in a hundred Gaussian around it with deviation 10;
/// - heavy, spread: uniform sites, for the masses of `random_masses`.
///
/// Empty for another kind.
inline std::vector<Point> random_sites(const std::string& kind, Index n, unsigned seed = 1) {
  std::mt19937_64 generator(seed);
  std::uniform_real_distribution<double> unit(0.0, 1.0);
  std::normal_distribution<double> normal;
  const auto in_square = [&] {
    const double x = unit(generator), y = unit(generator);
    return Point{x, y};
  };
  const auto gaussian = [&] {
    const double x = normal(generator), y = normal(generator);
    return Point{x, y};
  };
  const auto in_disc = [&] {
    const double radius = std::sqrt(unit(generator));
    const double angle = 2.0 * std::numbers::pi * unit(generator);
    return radius * Point{std::cos(angle), std::sin(angle)};
  };
  std::vector<Point> centers;
  for (int k = 0; k < 10; ++k) centers.push_back(Point{0.1, 0.1} + 0.8 * in_square());
  const Index side = static_cast<Index>(std::ceil(std::sqrt(static_cast<double>(n))));
  std::vector<Point> sites;
  for (Index k = 0; k < n; ++k) {
    if (kind == "uniform" || kind == "heavy" || kind == "spread") {
      sites.push_back(in_square());
    } else if (kind == "clusters") {
      sites.push_back(centers[k % 10] + 0.02 * gaussian());
    } else if (kind == "disc") {
      sites.push_back(Point{100.0, 100.0} + in_disc());
    } else if (kind == "tiny_disc") {
      sites.push_back(Point{1.5, 1.5} + 1e-3 * in_disc());
    } else if (kind == "grid") {
      const Point corner{static_cast<double>(k % side), static_cast<double>(k / side)};
      sites.push_back((1.0 / side) * (corner + Point{0.25, 0.25} + 0.5 * in_square()));
    } else if (kind == "two_scales") {
      sites.push_back(k % 2 == 0 ? in_square() : Point{0.5, 0.5} + 1e-3 * in_square());
    } else if (kind == "outliers") {
      sites.push_back(k % 100 == 0 ? Point{0.5, 0.5} + 10.0 * gaussian() : in_square());
    }
  }
  return sites;
}

/// Equal, but for
///
/// - heavy: one site has a mass of 0.5;
/// - spread: 10^(6 u) for uniform u, in proportion.
inline std::vector<double> random_masses(const std::string& kind, Index n, unsigned seed = 2) {
  std::vector<double> masses(n, 1.0 / n);
  if (kind == "heavy") {
    std::fill(masses.begin(), masses.end(), 0.5 / (n - 1));
    masses.front() = 0.5;
  } else if (kind == "spread") {
    std::mt19937_64 generator(seed);
    std::uniform_real_distribution<double> exponent(0.0, 6.0);
    double sum = 0.0;
    for (double& mass : masses) sum += mass = std::pow(10.0, exponent(generator));
    for (double& mass : masses) mass /= sum;
  }
  return masses;
}

}  // namespace brenier::bench
