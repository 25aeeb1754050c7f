#include "brenier/plane/points/torus.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace brenier {
namespace {

/// With steps of 2^(e - 52), e the least with side <= 2^e, doubles reach up to two sides.
double grid_step(double side) {
  int exponent = 0;
  const double part = std::frexp(side, &exponent);  // in [1/2, 1)
  if (part == 0.5) --exponent;
  return std::ldexp(1.0, exponent - std::numeric_limits<double>::digits + 1);
}

double on_grid(double x, double step) { return step * std::nearbyint(x / step); }

double wrapped(double x, double period, double step) {
  double rest = std::fmod(x, period);
  if (rest < 0.0) rest += period;
  rest = on_grid(rest, step);
  return rest < period ? rest : 0.0;
}

/// Where the widest gap between places on a circle ends.
double end_of_widest_gap(std::vector<double> places, double period) {
  std::sort(places.begin(), places.end());
  double end = places.front(), widest = places.front() + period - places.back();
  for (std::size_t k = 1; k < places.size(); ++k) {
    const double gap = places[k] - places[k - 1];
    if (gap > widest) widest = gap, end = places[k];
  }
  return end;
}

}  // namespace

Torus::Torus(Point sides)
    : step_{grid_step(sides.x), grid_step(sides.y)},
      period_{on_grid(sides.x, step_.x), on_grid(sides.y, step_.y)} {}

Point Torus::wrapped(Point x) const {
  return {brenier::wrapped(x.x, period_.x, step_.x), brenier::wrapped(x.y, period_.y, step_.y)};
}

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
