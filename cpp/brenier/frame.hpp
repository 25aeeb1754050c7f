// How the caller's coordinates and the core's are related: the core works with numbers of the order
// of 1, in the plane and in space.
//
// Transport is equivariant under similarities of the source and, apart from them, of the sites; a
// power diagram does not change when the weights are changed along with the sites.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include "brenier/double_double.hpp"
#include "brenier/error.hpp"
#include "brenier/similarity.hpp"
#include "brenier/text.hpp"

namespace brenier {

/// One similarity for the source and one for the sites: the same, unless the sites are of another
/// size or in another place.
///
/// Raises InvalidArgument when the sites are beyond all measure larger than the domain, or farther
/// off.
template <class Point>
class FrameOf {
 public:
  using Similarity = SimilarityOf<Point>;

  /// Local weights beyond this size are not worked with: too far from any for which two cells meet
  /// in the domain, and nothing finite would come of their powers.
  static constexpr double kLargestWeight = kIsPlanar<Point> ? 1e200 : 1e100;
  /// Are they all numbers, and none too large?
  static bool can_work_with(std::span<const double> local_weights) {
    return std::ranges::all_of(local_weights,
                               [](double w) { return std::abs(w) <= kLargestWeight; });
  }

  /// Sites that are small against the source, or would lose digits in its coordinates, get
  /// coordinates of their own, in which distinct sites are distinct; unless weights are given for
  /// them: those are exact as they are, and would be rounded on the way.
  FrameOf(const Similarity& source, std::span<const Point> sites, bool has_given_weights = false);
  /// Sites in the source's coordinates.
  explicit FrameOf(const Similarity& shared)
      : source_(shared), sites_(shared), ratio_(1.0), offset_{} {}

  const Similarity& source() const { return source_; }
  const Similarity& sites() const { return sites_; }

  /// Do sites and source share their coordinates, so that weights only change their unit?
  bool is_shared() const { return sites_.origin == source_.origin && sites_.unit == source_.unit; }

  /// Weights by which the local sites divide the local space as the caller's do theirs, up to a
  /// constant.
  std::vector<double> weights_to_local(std::span<const Point> local_sites,
                                       std::span<const double> weights) const;
  /// The inverse, up to a constant: so that the mean is 0 by the shares of the sites, which sum to
  /// 1 and may be 0 for some.
  std::vector<double> weights_from_local(std::span<const Point> local_sites,
                                         std::span<const double> local_weights,
                                         std::span<const double> shares) const;

 private:
  /// 2 <y, offset> - (1 - ratio) |y|²: what the move of the sites adds to the weights.
  DoubleDouble gauge(Point y) const {
    return scaled(exact_dot(y, offset_), 2.0) - exact_dot(y, y) * two_difference(1.0, ratio_);
  }
  /// Weights are in units of 2 to this power.
  int unit_exponent() const { return std::ilogb(sites_.unit) + std::ilogb(source_.unit); }

  static DoubleDouble exact_dot(Point p, Point q);
  static std::size_t first_in_any_order(std::span<const Point> sites,
                                        std::span<const double> weights);

  Similarity source_;
  Similarity sites_;
  double ratio_;  // length of a local unit of the sites in local units of the source
  Point offset_;  // the sites' origin in local coordinates of the source
};

template <class Point>
FrameOf<Point>::FrameOf(const Similarity& source, std::span<const Point> sites,
                        bool has_given_weights)
    : source_(source), sites_(source) {
  // Within this distance, and down to this size, the source's own units serve the sites well.
  constexpr double kFar = 16.0, kSmall = 1.0 / 16.0;
  // Given weights stay as they are with them, as long as the sites do not underflow, nor in space
  // the cubes of their distances.
  constexpr double kTiny = kIsPlanar<Point> ? 1e-290 : 1e-50;
  BoxOf<Point> box, own;
  bool keep_digits = true;
  for (const Point y : sites) {
    const Point local = source.to_local(y);
    box.add(local);
    own.add(y);
    keep_digits = keep_digits && source.from_local(local) == y;
  }
  const auto is_near = [](double low, double high) { return low >= -kFar && high <= kFar; };
  const double least = has_given_weights ? kTiny : kSmall;
  const bool are_small = own.size() > 0.0 && own.size() / source.unit < least;
  if (!on_all_axes(is_near, box.low, box.high) || are_small ||
      !(has_given_weights || keep_digits)) {
    sites_ = Similarity::of(own);
    if (own.size() == 0.0) sites_ = {own.low, source.unit};
  }
  ratio_ = sites_.unit / source_.unit;
  offset_ = source_.to_local(sites_.origin);
  double farthest = ratio_;
  for (const double c : coordinates(offset_)) farthest = std::max(farthest, std::abs(c));
  if (farthest > kLargestCoordinate) {
    throw InvalidArgument(text("sites lie ", farthest,
                               " times the size of the domain apart or away ",
                               "from it; expected 1e150 times at most"));
  }
}

template <class Point>
std::vector<double> FrameOf<Point>::weights_to_local(std::span<const Point> local_sites,
                                                     std::span<const double> weights) const {
  const int exponent = unit_exponent();
  const auto exact = [&](std::size_t k) {
    const double scaled_weight = std::ldexp(weights[k], -exponent);
    return DoubleDouble{scaled_weight, 0.0} - gauge(local_sites[k]);
  };
  // A part that all weights share may be rounded away only where they are rounded in any case.
  const DoubleDouble common = is_shared() || weights.empty()
                                  ? DoubleDouble{}
                                  : exact(first_in_any_order(local_sites, weights));
  std::vector<double> result(weights.size());
  for (std::size_t k = 0; k < weights.size(); ++k) {
    result[k] = static_cast<double>(exact(k) - common);
  }
  return result;
}

template <class Point>
std::vector<double> FrameOf<Point>::weights_from_local(std::span<const Point> local_sites,
                                                       std::span<const double> local_weights,
                                                       std::span<const double> shares) const {
  const auto exact = [&](std::size_t k) {
    return DoubleDouble{local_weights[k], 0.0} + gauge(local_sites[k]);
  };
  // What those with a share have in common may be much larger than their differences.
  const auto some = std::ranges::find_if(shares, [](double share) { return share > 0.0; });
  const DoubleDouble common = exact(some - shares.begin());
  double mean = 0.0;
  for (std::size_t k = 0; k < shares.size(); ++k) {
    if (shares[k] > 0.0) mean += shares[k] * static_cast<double>(exact(k) - common);
  }
  const int exponent = unit_exponent();
  std::vector<double> result(shares.size());
  for (std::size_t k = 0; k < shares.size(); ++k) {
    const DoubleDouble weight = exact(k) - common - DoubleDouble{mean, 0.0};
    result[k] = std::ldexp(static_cast<double>(weight), exponent);
  }
  return result;
}

template <class Point>
DoubleDouble FrameOf<Point>::exact_dot(Point p, Point q) {
  const auto a = coordinates(p), b = coordinates(q);
  DoubleDouble sum = two_product(a[0], b[0]);
  for (std::size_t k = 1; k < a.size(); ++k) sum = sum + two_product(a[k], b[k]);
  return sum;
}

/// The index of one of the weighted sites, the same one in whatever order they come.
template <class Point>
std::size_t FrameOf<Point>::first_in_any_order(std::span<const Point> sites,
                                               std::span<const double> weights) {
  std::size_t first = 0;
  const auto key = [&](std::size_t k) { return std::pair(coordinates(sites[k]), weights[k]); };
  for (std::size_t k = 1; k < sites.size(); ++k) {
    if (key(k) < key(first)) first = k;
  }
  return first;
}

}  // namespace brenier
