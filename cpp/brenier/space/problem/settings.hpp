// The constants of starts in space, each with its unit and the command that fixed it.
#pragma once

namespace brenier::space {

/// Fixed by `build/release/bench/bench_space 100000`, with uniform sites and clusters.
struct StartConstants {
  // A map that moves a point of the source's size by less than this part of it is taken for the
  // identity.
  static constexpr double kNearlyIdentity = 0.2;
  // Of the largest scale with which the mapped sites fit into the domain, what is taken; and the
  // least with which a map that matches covariances is better than a similarity.
  static constexpr double kSlack = 0.99;
  static constexpr double kSmallest = 0.3;
};

}  // namespace brenier::space
