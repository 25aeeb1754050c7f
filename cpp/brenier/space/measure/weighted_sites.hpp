// Sites as a diagram wants them: each place once, with one weight.
#pragma once

#include <span>
#include <vector>

#include "brenier/space/points/distinct_sites.hpp"
#include "brenier/space/points/frame.hpp"

namespace brenier::space {

/// Of several sites at one place, that of highest weight (lowest index among equals) has the cell.
struct WeightedSites {
  DistinctSites distinct;
  std::vector<double> weights;   // of each group, local
  std::vector<Index> cell_site;  // of each group: the site that has the cell

  /// Of local sites, with weights of the caller's. Raises InvalidArgument when a weight is not
  /// finite or too large.
  WeightedSites(std::span<const Point> local_sites, std::span<const double> given_weights,
                const Frame& frame, const CheckInterrupt& interrupt = {});
};

/// One value per group, given to the sites that have the cells; the others get `otherwise`.
template <class T>
std::vector<T> of_sites(const std::vector<T>& of_groups, std::span<const Index> cell_site,
                        std::size_t site_count, T otherwise) {
  std::vector<T> result(site_count, otherwise);
  for (std::size_t g = 0; g < of_groups.size(); ++g) result[cell_site[g]] = of_groups[g];
  return result;
}

}  // namespace brenier::space
