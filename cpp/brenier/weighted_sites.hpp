// Sites with weights of the caller's, as a diagram of the plane or of space wants them: each place
// once, with one weight. And the way back from these places to the sites.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "brenier/cell_moments.hpp"
#include "brenier/distinct_places.hpp"
#include "brenier/error.hpp"
#include "brenier/frame.hpp"
#include "brenier/interrupt.hpp"
#include "brenier/text.hpp"
#include "brenier/validate.hpp"

namespace brenier {

/// Of several sites at one place, that of highest weight (lowest index among equals) has the cell.
template <class Point>
struct WeightedSites {
  DistinctPlaces<Point> distinct;
  std::vector<double> weights;   // local ones, of the groups
  std::vector<Index> cell_site;  // of each group, the site that has the cell

  /// Raises InvalidArgument when a weight is not finite or too large, or there is not one for each
  /// site.
  WeightedSites(const std::vector<Point>& local_sites, std::span<const double> given_weights,
                const FrameOf<Point>& frame, const CheckInterrupt& interrupt = {}) {
    required_numbers("weights", given_weights, local_sites.size());
    const std::vector<double> local_weights = frame.weights_to_local(local_sites, given_weights);
    for (std::size_t k = 0; k < given_weights.size(); ++k) {
      constexpr double kMost = FrameOf<Point>::kLargestWeight;
      if (!(std::abs(local_weights[k]) <= kMost)) {
        throw InvalidArgument(text("weights[", k, "] is ", given_weights[k],
                                   ", out of all proportion to these sites and this domain; ",
                                   "expected ", kMost, " times their squares at most"));
      }
    }
    distinct = distinct_sites(local_sites, interrupt);
    for (Index g = 0; g < distinct.size(); ++g) {
      const auto begin = distinct.members.begin() + distinct.members_begin[g];
      const auto end = distinct.members.begin() + distinct.members_begin[g + 1];
      const Index owner = *std::max_element(
          begin, end, [&](Index a, Index b) { return given_weights[a] < given_weights[b]; });
      cell_site.push_back(owner);
      weights.push_back(local_weights[owner]);
    }
  }
};

/// One value per group, given to the sites that have the cells; the others get `otherwise`.
template <class T>
std::vector<T> of_sites(const std::vector<T>& of_groups, std::span<const Index> cell_site,
                        std::size_t site_count, T otherwise = {}) {
  std::vector<T> result(site_count, otherwise);
  for (std::size_t g = 0; g < of_groups.size(); ++g) result[cell_site[g]] = of_groups[g];
  return result;
}

/// The same of moments; the cells of the other sites are empty.
template <class Point>
CellMomentsOf<Point> of_sites(const CellMomentsOf<Point>& of_groups,
                              std::span<const Index> cell_site, std::size_t site_count) {
  return {of_sites(of_groups.masses, cell_site, site_count),
          of_sites(of_groups.centroids, cell_site, site_count, nowhere<Point>()),
          of_sites(of_groups.second_moments, cell_site, site_count)};
}

}  // namespace brenier
