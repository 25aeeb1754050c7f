// The masses that the cells should have.
#pragma once

#include <span>
#include <vector>

#include "brenier/index.hpp"

namespace brenier {

/// A target mass for each cell: positive, and 1 in all.
struct Targets {
  std::vector<double> masses;

  Index cell_count() const { return static_cast<Index>(masses.size()); }
  double least() const;
  /// max_i |m_i - ν_i| / ν_i.
  double max_relative_error(std::span<const double> cell_masses) const;
  /// min_i m_i / ν_i.
  double least_part(std::span<const double> cell_masses) const;
  /// Those below a floor raised to it, and all of them scaled to sum to 1 again.
  Targets with_floor(double floor) const;
};

/// The target masses of sites, merged: sites of one group share a cell, and groups without mass
/// have none.
struct MergedTargets {
  Targets targets;
  std::vector<Index> cell_of_group;  // kNone for a group without mass

  /// Raises InvalidArgument when a mass is not finite or negative, there is not one for each site,
  /// or they do not sum to 1 within 1e-9; what is left of that is divided out.
  MergedTargets(std::span<const double> site_masses, std::span<const Index> group_of_site,
                Index group_count);
};

}  // namespace brenier
