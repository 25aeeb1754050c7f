// The constants of starts in space, each with its unit and the command that fixed it.
#pragma once

#include <cstddef>

#include "brenier/index.hpp"

namespace brenier::space {

/// Fixed by `build/release/bench/bench_space 100000`, with uniform sites and clusters.
struct StartConstants {
  // Of all cells, how many are repaired to make a start; of its target mass, what a repaired cell
  // is given.
  static constexpr double kMostRepaired = 0.1;
  static constexpr double kPart = 0.25;
  // A map that moves a point of the source's size by less than this part of it is taken for the
  // identity.
  static constexpr double kNearlyIdentity = 0.2;
  // Of the largest scale with which the mapped sites fit into the domain, what is taken; and the
  // least with which a map that matches covariances is better than a similarity.
  static constexpr double kSlack = 0.99;
  static constexpr double kSmallest = 0.3;
};

/// Starts for sites near each other.
struct SplitConstants {
  // In local units, the distance within which the start of a site is made of that of another: of
  // cells as wide as sites are apart, 1e-12 of the volume and less, steps that leave none empty
  // lead nowhere. And which part of the ball in a cell is filled. Held against clusters of 2,000
  // and 8,000 sites, 5 to 100 of them, with spreads from 1e-4 to 1e-9: with 1e-6 some stall at once
  // that converge with 1e-5, and some take 41 steps that take 9 with 1e-4.
  static constexpr double kSplit = 1e-4;
  static constexpr double kPartOfBall = 0.9;
};

/// Blocks of hidden sites (hidden_blocks.hpp).
/// Fixed by `python benchmarks/hidden_blocks.py`.
struct BlockConstants {
  // So many hidden sites that follow one another in spatial order are a block. With 8, shells of
  // hidden sites take half as long again, and whole cubes two thirds of the time.
  static constexpr std::size_t kFewest = 100;
};

/// Fixed by `build/release/bench/bench_space 100000 clusters`.
struct CoarseConstants {
  // Sites in a group, about.
  static constexpr Index kGroup = 8;
  // With fewer sites than that, no coarser ones are looked for.
  static constexpr Index kFewestSites = 4096;
  // Of the height of the conjugate potential above a tangent plane, at the sites around, how high a
  // quadratic is at most.
  static constexpr double kBelow = 0.9;
  // The least eigenvalue of a quadratic, as a part of the size of the largest one; and how far it
  // is flattened at most.
  static constexpr double kFlattest = 1e-3;
};

}  // namespace brenier::space
