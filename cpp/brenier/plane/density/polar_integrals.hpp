// Integrals of exp(-|u|²/2) over large triangles, by polar coordinates around the mean.
#pragma once

#include <array>

#include "brenier/plane/density/gauss_legendre.hpp"
#include "brenier/plane/points/symmetric_matrix.hpp"

namespace brenier {

/// What is far below the largest value does not count: exp(-40) of it is less than an ulp.
inline constexpr double kNegligibleExponent = 40.0;

/// From here on the unit is the largest value, so that no digits are lost. Nearer to the mean that
/// would help little, and 1/r² would be hard to integrate.
inline constexpr double kFarFromMean = 3.0;

/// The distance from 0 to the triangle, whose inside counts.
double distance_to_triangle(const std::array<Point, 3>& corners);

/// Calls visit(l, weight) for the nodes of ∫ dl over [from, to], fine enough for exp(-l²/2) with
/// its largest value there as the unit, and for (l² + p²)^-1 if that is not singular within 3 of
/// [from, to].
template <class Visit>
void for_each_node(double from, double to, Visit&& visit) {
  constexpr double kLongest = 2.5, kSteepest = 12.0;
  const double nearest = from > 0.0 ? from : to < 0.0 ? -to : 0.0;
  const double longest = nearest * kLongest > kSteepest ? kSteepest / nearest : kLongest;
  const int count = static_cast<int>((to - from) / longest) + 1;
  const double step = (to - from) / count;
  for (int k = 0; k < count; ++k) {
    for (const QuadratureNode node : gauss_rule(kMostGaussNodes)) {
      visit(from + (k + node.at) * step, node.weight * step);
    }
  }
}

/// ∫ e, ∫ u e and ∫ u uᵀ e with e = exp(-|u|²/2 - log_unit), over an oriented triangle.
struct PolarIntegrals {
  double log_unit = 0.0;
  double mass = 0.0;
  Point first;
  SymmetricMatrix second;
};

/// The integrals over the triangle without the disc of radius `excluded` around 0.
///
/// Each is a sum over the edges: with q(r) = ∫ s e ds from the inner radius to r, the mass is ∫ q
/// dθ. As the derivative of e is -u e, the others are -∮ e n dl and 𝟙·mass - ∮ u nᵀ e dl. Errors
/// are of the order of an ulp of e's largest value.
PolarIntegrals polar_integrals(const std::array<Point, 3>& corners, double excluded);

}  // namespace brenier
