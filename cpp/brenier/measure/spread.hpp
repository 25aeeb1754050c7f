// Mean and covariance: of weighted points, and of a density.
#pragma once

#include <span>

#include "brenier/density/density.hpp"
#include "brenier/interrupt.hpp"

namespace brenier {

struct Spread {
  Point mean;
  SymmetricMatrix covariance;
};

/// The masses sum to 1.
Spread spread_of(std::span<const Point> points, std::span<const double> masses);

/// Of a density, from the masses of the cells of a lattice: to about a tenth, in the narrow direction too.
Spread spread_of(const Density& density, const CheckInterrupt& interrupt = {});

}  // namespace brenier
