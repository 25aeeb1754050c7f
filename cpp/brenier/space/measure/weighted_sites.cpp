#include "brenier/space/measure/weighted_sites.hpp"

#include <algorithm>

#include "brenier/error.hpp"
#include "brenier/text.hpp"
#include "brenier/validate.hpp"

namespace brenier::space {

WeightedSites::WeightedSites(std::span<const Point> local_sites,
                             std::span<const double> given_weights, const Frame& frame,
                             const CheckInterrupt& interrupt) {
  required_numbers("weights", given_weights, local_sites.size());
  const std::vector<double> local_weights = frame.weights_to_local(local_sites, given_weights);
  for (std::size_t k = 0; k < given_weights.size(); ++k) {
    if (!(std::abs(local_weights[k]) <= Frame::kLargestWeight)) {
      throw InvalidArgument(text("weights[", k, "] is ", given_weights[k],
                                 ", out of all proportion to these sites and this domain; ",
                                 "expected ", Frame::kLargestWeight,
                                 " times their squares at most"));
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

}  // namespace brenier::space
