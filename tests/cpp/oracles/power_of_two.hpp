// Is a number a power of two?
#pragma once

#include <cmath>

namespace brenier::testing {

inline bool is_power_of_two(double value) {
  int exponent = 0;
  return std::frexp(value, &exponent) == 0.5;
}

}  // namespace brenier::testing
