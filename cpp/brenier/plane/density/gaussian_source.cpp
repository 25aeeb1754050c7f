#include "brenier/plane/density/gaussian_source.hpp"

#include <string>

#include "brenier/double_double.hpp"
#include "brenier/error.hpp"
#include "brenier/required_points.hpp"
#include "brenier/text.hpp"

namespace brenier {
namespace {

/// The symmetric matrix, if it is one and positive definite by more than rounding.
SymmetricMatrix required_covariance(const std::string& name, const Covariance& matrix) {
  constexpr double kAsymmetry = 1e-12, kSmallestRatio = 1e-14;
  constexpr double kSmallest = 1e-300, kLargest = kLargestCoordinate * kLargestCoordinate;
  const double xx = matrix[0], xy = matrix[1], yx = matrix[2], yy = matrix[3];
  const auto fail = [&](const auto&... what) {
    throw InvalidArgument(
        text(name, " is [[", xx, ", ", xy, "], [", yx, ", ", yy, "]]; ", what...));
  };
  for (const double entry : matrix) {
    if (!(std::abs(entry) <= kLargest))
      fail("expected finite numbers of size ", kLargest, " at most");
  }
  if (!(std::abs(xy - yx) <= kAsymmetry * std::max(std::abs(xy), std::abs(yx)))) {
    fail("expected a symmetric matrix");
  }
  const double size = std::max(std::abs(xx), std::abs(yy));
  const double a = xx / size, b = (0.5 * xy + 0.5 * yx) / size, d = yy / size;
  const double larger = 0.5 * (a + d + std::hypot(a - d, 2.0 * b));
  const double smaller = static_cast<double>(two_product(a, d) - two_product(b, b)) / larger;
  if (!(xx > 0.0 && yy > 0.0 && smaller > kSmallestRatio * larger)) {
    fail(
        "expected a positive definite matrix, its eigenvalues > 0 and less than 1e14 apart in "
        "ratio");
  }
  if (!(size * smaller >= kSmallest)) fail("expected variances of ", kSmallest, " at least");
  return {xx, 0.5 * xy + 0.5 * yx, yy};
}

void require_weights(std::span<const double> weights) {
  bool is_empty = true;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    if (!(weights[k] >= 0.0 && std::isfinite(weights[k]))) {
      throw InvalidArgument(
          text("weights[", k, "] is ", weights[k], "; expected a finite number, 0 or more"));
    }
    is_empty = is_empty && weights[k] == 0.0;
  }
  if (is_empty) throw InvalidArgument("weights are all 0; expected some mass");
}

Ring box_around(std::span<const Point> means, std::span<const SymmetricMatrix> covariances) {
  constexpr double kDeviations = 8.0;
  Box box;
  for (std::size_t k = 0; k < means.size(); ++k) {
    const Point reach{kDeviations * std::sqrt(covariances[k].xx),
                      kDeviations * std::sqrt(covariances[k].yy)};
    box.add(means[k] - reach);
    box.add(means[k] + reach);
  }
  return {box.low, {box.high.x, box.low.y}, box.high, {box.low.x, box.high.y}};
}

}  // namespace

Source gaussian_source(const std::vector<Ring>& rings, std::span<const Point> means,
                       std::span<const Covariance> covariances, std::span<const double> weights,
                       bool is_single, const CheckInterrupt& interrupt) {
  if (means.empty() || covariances.size() != means.size() || weights.size() != means.size()) {
    throw InvalidArgument("means, covs, weights: expected as many of each, one at least");
  }
  const auto name = [&](const char* single, std::size_t k) {
    return is_single ? std::string(single) : text(single, "s[", k, "]");
  };
  std::vector<SymmetricMatrix> checked;
  for (std::size_t k = 0; k < means.size(); ++k) {
    if (!(std::abs(means[k].x) <= kLargestCoordinate &&
          std::abs(means[k].y) <= kLargestCoordinate)) {
      throw InvalidArgument(text(name("mean", k), " is ", means[k],
                                 "; expected finite coordinates of size 1e150 at most"));
    }
    checked.push_back(required_covariance(name("cov", k), covariances[k]));
  }
  require_weights(weights);
  Source base =
      uniform_source(rings.empty() ? std::vector<Ring>{box_around(means, checked)} : rings);
  const Similarity& similarity = base.similarity;
  std::vector<Gaussian> components;
  for (std::size_t k = 0; k < means.size(); ++k) {
    const double scale = 1.0 / similarity.unit;
    const auto local = [&](double entry) { return scale * (scale * entry); };
    const auto [xx, xy, yy] = checked[k];
    constexpr double kLeast = 1e-140, kMost = 1e140;
    if (!(std::min(local(xx), local(yy)) >= kLeast && std::max(local(xx), local(yy)) <= kMost)) {
      throw InvalidArgument(text(name("cov", k),
                                 " is out of all proportion to the domain, which is ",
                                 similarity.unit, " wide"));
    }
    components.emplace_back(similarity.to_local(means[k]),
                            SymmetricMatrix{local(xx), local(xy), local(yy)});
  }
  Polygon domain = domain_of(base.density).polygon();
  return {GaussianMixture(std::move(domain), std::move(components), weights, interrupt),
          similarity};
}

const GaussianMixture& mixture_of(const Source& source) {
  const auto* mixture = std::get_if<GaussianMixture>(&source.density);
  if (mixture == nullptr) throw InvalidArgument("source is not a mixture of normal densities");
  return *mixture;
}

std::vector<double> gaussian_density(const Source& source, std::span<const Point> x,
                                     const CheckInterrupt& interrupt) {
  const GaussianMixture& mixture = mixture_of(source);
  const double unit = source.similarity.unit;
  OccasionalCheck check_here(interrupt);
  std::vector<double> result;
  result.reserve(x.size());
  for (const Point p : required_points("x", x)) {
    check_here();
    result.push_back(mixture.value(source.similarity.to_local(p)) / unit / unit);
  }
  return result;
}

}  // namespace brenier
