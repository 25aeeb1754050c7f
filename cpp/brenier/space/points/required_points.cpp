#include "brenier/space/points/required_points.hpp"

#include "brenier/error.hpp"
#include "brenier/text.hpp"

namespace brenier::space {

std::span<const Point> required_points(const char* argument, std::span<const Point> points) {
  constexpr std::size_t kMost = std::numeric_limits<Index>::max();
  if (points.size() > kMost) {
    throw InvalidArgument(
        text(argument, ": got ", points.size(), "; expected ", kMost, " at most"));
  }
  for (std::size_t k = 0; k < points.size(); ++k) {
    const Point p = points[k];
    const auto is_moderate = [](double c) { return std::abs(c) <= kLargestCoordinate; };
    if (is_moderate(p.x) && is_moderate(p.y) && is_moderate(p.z)) continue;
    throw InvalidArgument(
        text(argument, "[", k, "] is ", p, "; expected finite coordinates of size 1e150 at most"));
  }
  return points;
}

std::span<const Point> required_sites(std::span<const Point> sites) {
  if (sites.empty()) throw InvalidArgument("sites: none given; expected at least one");
  // A site has some 40 facets and tetrahedra, in a crystal even more: an Index has to count them.
  constexpr std::size_t kMost = std::numeric_limits<Index>::max() / 64;
  if (sites.size() > kMost) {
    throw InvalidArgument(text("sites: got ", sites.size(), "; expected ", kMost, " at most"));
  }
  return required_points("sites", sites);
}

}  // namespace brenier::space
