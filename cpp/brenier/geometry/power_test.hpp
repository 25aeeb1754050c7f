// Does a weighted point lie inside the power circle of three others? Exactly.
#pragma once

#include "brenier/geometry/power_center.hpp"

namespace brenier {

/// The sign of the power distance that the power circle of a, b, c (counter-clockwise) keeps from d:
/// +1 if d conflicts with the triangle, so that the triangle is not regular beside d; 0 if the four
/// have a common power circle.
int power_test(const WeightedPoint& a, const WeightedPoint& b, const WeightedPoint& c,
               const WeightedPoint& d);

}  // namespace brenier
