// Every constant of the sampled engine that was tuned.
#pragma once

namespace brenier {

/// How Newton's method is run on the lists of a sample.
/// Fixed by `python benchmarks/sampled.py 1000 64`.
struct SampledConstants {
  // How many steps there are at most: more are short ones, at the end of the lists.
  static constexpr int kMostSteps = 4;
  // Of the samples, the part whose best site may come from the end of its list when weights have
  // moved, from this part of how far the last is behind on: sites that are not on these lists might
  // be better yet, and with more such samples a step is too long.
  static constexpr double kEndOfList = 0.5;
  static constexpr double kMostFromEnd = 0.2;
  // A cell with less than this part of its target mass is raised before the first step, in so many
  // rounds at most, and by this part of how far the last of a list is behind, the median of all.
  static constexpr double kUnderfilled = 0.25;
  static constexpr int kMostRaises = 8;
  static constexpr double kHighestRaise = 0.5;

  // The residual of the linear system, relative to the right-hand side, and its steps.
  static constexpr double kLinearTolerance = 1e-2;
  static constexpr int kMostLinearSteps = 60;
  // Added to the masses on the diagonal, as a part of their mean: cells that share no sample with
  // others would move without an end.
  static constexpr double kShift = 1e-3;

  // All cells share this part of the mass, evenly: one that is on no list is not empty.
  static constexpr double kEvenPart = 1e-6;
  // A share of a sample below this is left out.
  static constexpr double kLeastShare = 1e-9;
};

}  // namespace brenier
