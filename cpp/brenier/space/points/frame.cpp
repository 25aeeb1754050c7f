#include "brenier/space/points/frame.hpp"

#include <tuple>

#include "brenier/double_double.hpp"
#include "brenier/error.hpp"
#include "brenier/text.hpp"

namespace brenier::space {
namespace {

DoubleDouble exact_dot(Point a, Point b) {
  return two_product(a.x, b.x) + two_product(a.y, b.y) + two_product(a.z, b.z);
}

/// 2 <y, offset> - (1 - ratio) |y|²: what the move of the sites adds to the weights.
DoubleDouble gauge(Point y, Point offset, double ratio) {
  return scaled(exact_dot(y, offset), 2.0) - exact_dot(y, y) * two_difference(1.0, ratio);
}

/// The index of one of the weighted sites, the same one in whatever order they come.
std::size_t first_in_any_order(std::span<const Point> sites, std::span<const double> weights) {
  std::size_t first = 0;
  const auto key = [&](std::size_t k) {
    return std::tuple(sites[k].x, sites[k].y, sites[k].z, weights[k]);
  };
  for (std::size_t k = 1; k < sites.size(); ++k) {
    if (key(k) < key(first)) first = k;
  }
  return first;
}

}  // namespace

Frame::Frame(const Similarity& source, std::span<const Point> sites, bool has_given_weights)
    : source_(source), sites_(source) {
  // Within this distance, and down to this size, the source's own units serve the sites well.
  constexpr double kFar = 16.0, kSmall = 1.0 / 16.0;
  // Given weights stay as they are with them, as long as cubes of distances do not underflow.
  constexpr double kTiny = 1e-50;
  Box box, own;
  bool keep_digits = true;
  for (const Point y : sites) {
    const Point local = source.to_local(y);
    box.add(local);
    own.add(y);
    keep_digits = keep_digits && source.from_local(local) == y;
  }
  const bool are_near = largest_coordinate(box.low) <= kFar && largest_coordinate(box.high) <= kFar;
  const double least = has_given_weights ? kTiny : kSmall;
  const bool are_small = own.size() > 0.0 && own.size() / source.unit < least;
  if (!are_near || are_small || !(has_given_weights || keep_digits)) {
    sites_ = Similarity::of(own);
    if (own.size() == 0.0) sites_ = {own.low, source.unit};
  }
  ratio_ = sites_.unit / source_.unit;
  offset_ = source_.to_local(sites_.origin);
  const double farthest = std::max(ratio_, largest_coordinate(offset_));
  if (farthest > kLargestCoordinate) {
    throw InvalidArgument(text("sites lie ", farthest,
                               " times the size of the domain apart or away ",
                               "from it; expected 1e150 times at most"));
  }
}

bool can_be_worked_with(std::span<const double> local_weights) {
  return std::all_of(local_weights.begin(), local_weights.end(),
                     [](double w) { return std::abs(w) <= kLargestLocalWeight; });
}

bool Frame::is_shared() const {
  return sites_.origin == source_.origin && sites_.unit == source_.unit;
}

int Frame::unit_exponent() const { return std::ilogb(sites_.unit) + std::ilogb(source_.unit); }

std::vector<double> Frame::weights_to_local(std::span<const Point> local_sites,
                                            std::span<const double> weights) const {
  const int exponent = unit_exponent();
  const auto exact = [&](std::size_t k) {
    const double scaled_weight = std::ldexp(weights[k], -exponent);
    return DoubleDouble{scaled_weight, 0.0} - gauge(local_sites[k], offset_, ratio_);
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

std::vector<double> Frame::weights_from_local(std::span<const Point> local_sites,
                                              std::span<const double> local_weights,
                                              std::span<const double> shares) const {
  const auto exact = [&](std::size_t k) {
    return DoubleDouble{local_weights[k], 0.0} + gauge(local_sites[k], offset_, ratio_);
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

}  // namespace brenier::space
