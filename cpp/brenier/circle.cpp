#include "brenier/circle.hpp"

#include <algorithm>
#include <limits>

namespace brenier {
namespace {

double grid_step(double side, int extent) {
  int exponent = 0;
  const double part = std::frexp(side, &exponent);  // in [1/2, 1)
  if (part == 0.5) --exponent;
  return std::ldexp(1.0, exponent + extent - std::numeric_limits<double>::digits);
}

double on_grid(double x, double step) { return step * std::nearbyint(x / step); }

}  // namespace

Circle::Circle(double side, int extent)
    : step_(grid_step(side, extent)), period_(on_grid(side, step_)) {}

double Circle::wrapped(double x) const {
  double rest = std::fmod(x, period_);
  if (rest < 0.0) rest += period_;
  rest = on_grid(rest, step_);
  return rest < period_ ? rest : 0.0;
}

double end_of_widest_gap(std::vector<double> places, double period) {
  std::sort(places.begin(), places.end());
  double end = places.front(), widest = places.front() + period - places.back();
  for (std::size_t k = 1; k < places.size(); ++k) {
    const double gap = places[k] - places[k - 1];
    if (gap > widest) widest = gap, end = places[k];
  }
  return end;
}

}  // namespace brenier
