#include "brenier/plane/points/torus.hpp"

#include <cmath>
#include <limits>

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

}  // namespace

Torus::Torus(Point sides)
    : step_{grid_step(sides.x), grid_step(sides.y)},
      period_{on_grid(sides.x, step_.x), on_grid(sides.y, step_.y)} {}

Point Torus::wrapped(Point x) const {
  return {brenier::wrapped(x.x, period_.x, step_.x), brenier::wrapped(x.y, period_.y, step_.y)};
}

}  // namespace brenier
