// Mean and covariance: of weighted points, and of a density.
#pragma once

#include <span>

#include "brenier/interrupt.hpp"
#include "brenier/plane/density/density.hpp"
#include "brenier/plane/points/symmetric_matrix.hpp"

namespace brenier {

struct MeanCovariance {
  Point mean;
  SymmetricMatrix covariance;
};

/// The masses sum to 1.
MeanCovariance mean_covariance(std::span<const Point> points, std::span<const double> masses);

/// Of a density, from the masses of the cells of a lattice: to about a tenth, in the narrow
/// direction too.
MeanCovariance mean_covariance(const Density& density, const CheckInterrupt& interrupt = {});

}  // namespace brenier
