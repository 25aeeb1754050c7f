// Coarsening by aggregation: which unknowns act as one, and the graph between the groups.
#pragma once

#include "brenier/linalg/block_laplacian.hpp"

namespace brenier {

/// A partition of the unknowns into connected groups of strongly connected ones. None reaches from
/// one block into another, and those of a block have consecutive numbers.
struct Aggregates {
  Index count = 0;
  std::vector<Index> of_unknown;
  std::vector<Index> first_of_block;  // one more than there are blocks
};

/// An edge counts as strong when its conductance is >= threshold · sqrt(d_i d_j), d the sums of
/// rows.
Aggregates aggregate(const GraphRows& rows, const BlockLaplacian& laplacian, float threshold,
                     ThreadTeam& team);

struct OwnedGraphRows {
  std::vector<Index> row_begin;
  std::vector<Index> columns;
  std::vector<float> conductances;

  GraphRows view() const { return {row_begin, columns, conductances}; }
};

/// The graph whose vertices are the aggregates: PᵀLP is its Laplacian, P the indicators.
OwnedGraphRows contracted(const GraphRows& rows, const BlockLaplacian& laplacian,
                          const Aggregates& aggregates, ThreadTeam& team);

}  // namespace brenier
