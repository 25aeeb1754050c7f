// Mass and moments of a part of the source.
#pragma once

#include "brenier/plane/points/point.hpp"

namespace brenier {

/// ∫ρ, ∫ρ·(x - o) and ∫ρ·|x - o|² over a region, about an origin o that goes with the numbers.
struct Moments {
  double mass = 0.0;
  Point first;
  double second = 0.0;

  Moments& operator+=(const Moments& other) {
    mass += other.mass;
    first = first + other.first;
    second += other.second;
    return *this;
  }
};

}  // namespace brenier
