// Sites of any dimension, and their scores at a point.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include "brenier/index.hpp"

namespace brenier {

/// <a, b>, in eight sums that a compiler can form at once.
inline double inner_product(std::span<const double> a, std::span<const double> b) {
  constexpr std::size_t kLanes = 8;
  const double *const x = a.data(), *const y = b.data();
  const std::size_t count = a.size(), whole = count - count % kLanes;
  double sums[kLanes] = {}, rest = 0.0;
  for (std::size_t k = 0; k < whole; k += kLanes) {
    for (std::size_t l = 0; l < kLanes; ++l) sums[l] += x[k + l] * y[k + l];
  }
  for (std::size_t k = whole; k < count; ++k) rest += x[k] * y[k];
  return ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7])) +
         rest;
}

/// A row of numbers for each site. With heights v, the score of a site at x is 2 <x, y> + v: up to
/// what all sites share it is less than a power |x - y|² - w by a sign. The best site has x in its
/// cell.
struct Sites {
  Sites(std::span<const double> rows, Index dimension_)
      : coordinates(rows.begin(), rows.end()), dimension(dimension_) {
    for (Index j = 0; j < count(); ++j) longest = std::max(longest, norm((*this)[j]));
  }

  Index count() const { return static_cast<Index>(coordinates.size() / dimension); }
  std::span<const double> operator[](Index j) const {
    return std::span(coordinates).subspan(static_cast<std::size_t>(j) * dimension, dimension);
  }
  double score(std::span<const double> x, Index j, double height) const {
    return 2.0 * inner_product(x, (*this)[j]) + height;
  }
  static double norm(std::span<const double> x) { return std::sqrt(inner_product(x, x)); }

  /// How far a score at x may be off that was computed in float, whatever the order of its sum.
  double float_error(std::span<const double> x, double largest_height) const {
    constexpr double kRounding = 0.5 * std::numeric_limits<float>::epsilon();
    return (dimension + 4) * kRounding * (2.0 * norm(x) * longest + largest_height);
  }

  std::vector<double> coordinates;
  Index dimension;
  double longest = 0.0;  // norm
};

}  // namespace brenier
