#include "brenier/plane/points/torus.hpp"

#include <utility>

namespace brenier {

std::vector<Point> gathered(std::span<const Point> points, const Torus& torus) {
  const Point period = torus.period();
  std::vector<double> x, y;
  for (const Point p : points) x.push_back(p.x), y.push_back(p.y);
  const Point first{end_of_widest_gap(std::move(x), period.x),
                    end_of_widest_gap(std::move(y), period.y)};
  std::vector<Point> result(points.begin(), points.end());
  for (Point& p : result) {
    if (p.x < first.x) p.x += period.x;
    if (p.y < first.y) p.y += period.y;
  }
  return result;
}

}  // namespace brenier
