#include "brenier/plane/points/required_points.hpp"

#include "brenier/error.hpp"
#include "brenier/text.hpp"

namespace brenier {

std::span<const Point> required_points(const char* argument, std::span<const Point> points) {
  constexpr std::size_t kMost = std::numeric_limits<Index>::max();
  if (points.size() > kMost) {
    throw InvalidArgument(
        text(argument, ": got ", points.size(), "; expected ", kMost, " at most"));
  }
  for (std::size_t k = 0; k < points.size(); ++k) {
    const Point p = points[k];
    if (std::abs(p.x) <= kLargestCoordinate && std::abs(p.y) <= kLargestCoordinate) continue;
    throw InvalidArgument(
        text(argument, "[", k, "] is ", p, "; expected finite coordinates of size 1e150 at most"));
  }
  return points;
}

std::span<const Point> required_sites(std::span<const Point> sites) {
  if (sites.empty()) throw InvalidArgument("sites: none given; expected at least one");
  constexpr std::size_t kMost = std::numeric_limits<Index>::max() / 8;
  if (sites.size() > kMost) {
    throw InvalidArgument(text("sites: got ", sites.size(), "; expected ", kMost, " at most"));
  }
  return required_points("sites", sites);
}

}  // namespace brenier
