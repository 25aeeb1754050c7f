// The constants of periodic diagrams in space, each with its unit and the command that fixed it.
#pragma once

namespace brenier::space {

/// Fixed by `build/release/bench/bench_space 100000 uniform`, and by its other kinds.
struct ReachConstants {
  // In units of the mean width of a cell, how far a cell is taken to reach from its site at first.
  static constexpr double kFirst = 1.75;
  // In units of the width of a cell, or of the mean one if that is larger: how much farther than
  // now it is taken to reach with weights near by. Less by a factor after each time that this was
  // enough, down to the least.
  static constexpr double kSlack = 0.5, kLeastSlack = 0.1;
  static constexpr double kSlackFactor = 2.0;
  // In the same units, how much farther cells are taken to reach where copies were missing.
  static constexpr double kMore = 0.75;
  // In units of the mean width of a cell: a longer one reaches farther along than across.
  static constexpr double kLong = 3.0;
  // How often more copies are taken before all are that can matter.
  static constexpr int kMostRounds = 6;
};

}  // namespace brenier::space
