// Sites with weights of the caller's, as a diagram wants them: each place once.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/points/distinct_sites.hpp"
#include "brenier/plane/points/frame.hpp"

namespace brenier {

struct WeightedSites {
  DistinctSites distinct;
  std::vector<double> weights;   // local ones, of the groups
  std::vector<Index> cell_site;  // of each group, the site that has the cell

  /// Of several sites at one place, that of highest weight (lowest index among equals) has the
  /// cell. Raises InvalidArgument when a weight is not finite or too large, or there is not one for
  /// each site.
  WeightedSites(std::span<const Point> local_sites, std::span<const double> given_weights,
                const Frame& frame, const CheckInterrupt& interrupt = {});
};

}  // namespace brenier
