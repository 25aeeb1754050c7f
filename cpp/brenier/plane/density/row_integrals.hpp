// Integrals of a density along a part of a row of tiles, and the flux that they make.
#pragma once

#include "brenier/plane/density/moments.hpp"

namespace brenier {

/// ∫ρ, ∫ρ·s and ∫ρ·s² ds along a part of a row, s from the origin.
struct RowIntegrals {
  double mass = 0.0;
  double first = 0.0;
  double second = 0.0;

  void operator+=(const RowIntegrals& other) {
    mass += other.mass;
    first += other.first;
    second += other.second;
  }

  /// The flux through a piece `dy` high, y above the origin, of the field with these as first
  /// component.
  Moments flux(double y, double dy) const {
    return {dy * mass, {dy * first, dy * y * mass}, dy * (second + y * y * mass)};
  }
};

/// From f to t, between which ρ is linear. With lengths from the origin as they are, no large
/// number is formed and taken away again.
inline RowIntegrals row_integrals(double f, double t, double rho_f, double rho_t) {
  const double length = t - f;
  return {length / 2.0 * (rho_f + rho_t),
          length / 6.0 * (rho_f * (2.0 * f + t) + rho_t * (f + 2.0 * t)),
          length / 12.0 *
              (rho_f * (3.0 * f * f + 2.0 * f * t + t * t) +
               rho_t * (f * f + 2.0 * f * t + 3.0 * t * t))};
}

}  // namespace brenier
