#include "brenier/space/points/periodic_box.hpp"

#include "brenier/error.hpp"
#include "brenier/space/points/required_points.hpp"
#include "brenier/text.hpp"

namespace brenier::space {

PeriodicBox::PeriodicBox(const Box& given)
    : bounds(given),
      similarity{given.low, Similarity::of(given).unit},
      torus(similarity.to_local(given.high)) {}

std::vector<Point> PeriodicBox::wrapped(std::span<const Point> points) const {
  std::vector<Point> result = similarity.to_local(points);
  for (Point& p : result) p = torus.wrapped(p);
  return result;
}

WrappedSites PeriodicBox::wrapped_sites(std::span<const Point> sites) const {
  constexpr double kMostTurns = 1 << 29;
  required_sites(sites);
  WrappedSites result{similarity.to_local(sites), {}};
  result.turns.reserve(sites.size());
  const Point sides = torus.period();
  for (std::size_t k = 0; k < sites.size(); ++k) {
    Point& p = result.points[k];
    const Point inside = torus.wrapped(p);
    const double x = std::nearbyint((p.x - inside.x) / sides.x);
    const double y = std::nearbyint((p.y - inside.y) / sides.y);
    const double z = std::nearbyint((p.z - inside.z) / sides.z);
    if (!(largest_coordinate({x, y, z}) <= kMostTurns)) {
      throw InvalidArgument(
          text("sites[", k, "] is ", sites[k],
               ", too far from the periodic box for any digit to say where in it ",
               "that is; expected 2^29 of its sides at most"));
    }
    p = inside;
    result.turns.push_back({static_cast<Index>(x), static_cast<Index>(y), static_cast<Index>(z)});
  }
  return result;
}

}  // namespace brenier::space
