// A line modulo a period: one axis of a torus.
#pragma once

#include <cmath>
#include <vector>

#include "brenier/index.hpp"

namespace brenier {

/// The interval from 0 to the period, whose ends are one. Its points lie on a grid, fine enough
/// that a point is hardly moved to get there, and coarse enough that its copies near by are
/// doubles: shifting a point is exact, both ways.
class Circle {
 public:
  /// Numbers of the grid are doubles up to 2^extent sides. Its steps are of 2^(extent - 53) of the
  /// next power of two above the side, which is rounded to the grid itself.
  Circle(double side, int extent);

  double period() const { return period_; }
  /// The copy of the nearest point of the grid that lies in the interval, but not at its end.
  double wrapped(double x) const;
  /// Exactly, if neither leaves the extent.
  double shifted(double x, Index by) const { return x + by * period_; }
  /// By how much a copy of `from` has to be shifted to be the one nearest to x.
  Index shift_to(double x, double from) const {
    return static_cast<Index>(std::nearbyint((x - from) / period_));
  }

 private:
  double step_;  // of the grid
  double period_;
};

/// Where the widest gap between places on a circle ends, of which there is at least one.
double end_of_widest_gap(std::vector<double> places, double period);

}  // namespace brenier
