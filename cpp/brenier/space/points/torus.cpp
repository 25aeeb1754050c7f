#include "brenier/space/points/torus.hpp"

#include <utility>

namespace brenier::space {

std::vector<Point> gathered(std::span<const Point> points, const Torus& torus) {
  const Point period = torus.period();
  std::vector<double> x, y, z;
  for (const Point p : points) x.push_back(p.x), y.push_back(p.y), z.push_back(p.z);
  const Point first{end_of_widest_gap(std::move(x), period.x),
                    end_of_widest_gap(std::move(y), period.y),
                    end_of_widest_gap(std::move(z), period.z)};
  std::vector<Point> result(points.begin(), points.end());
  for (Point& p : result) {
    if (p.x < first.x) p.x += period.x;
    if (p.y < first.y) p.y += period.y;
    if (p.z < first.z) p.z += period.z;
  }
  return result;
}

}  // namespace brenier::space
