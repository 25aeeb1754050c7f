#include "brenier/space/points/similarity.hpp"

namespace brenier::space {
namespace {

/// Between a half of the length and all of it, unless that is too little for its inverse to be
/// finite.
double power_of_two_below(double length) {
  int exponent = 0;
  std::frexp(length, &exponent);
  constexpr int kSmallest = -1000;
  return std::ldexp(1.0, std::max(exponent - 1, kSmallest));
}

/// The origin for coordinates that run from low to high: 0 if they are not far from it compared
/// with their spread, else a round number between them, so that the shift is exact.
double origin_for(double low, double high, double unit) {
  const double center = low + 0.5 * (high - low);
  if (std::abs(center) <= 2.0 * unit) return 0.0;
  const double grain = unit / 1024.0;
  return grain * std::nearbyint(center / grain);
}

}  // namespace

std::vector<Point> Similarity::to_local(std::span<const Point> points) const {
  std::vector<Point> result;
  result.reserve(points.size());
  for (const Point p : points) result.push_back(to_local(p));
  return result;
}

Similarity Similarity::of(const Box& box) {
  const double unit = box.size() > 0.0 ? power_of_two_below(box.size()) : 1.0;
  return {{origin_for(box.low.x, box.high.x, unit), origin_for(box.low.y, box.high.y, unit),
           origin_for(box.low.z, box.high.z, unit)},
          unit};
}

}  // namespace brenier::space
