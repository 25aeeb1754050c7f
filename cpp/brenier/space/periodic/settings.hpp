// The constants of periodic diagrams in space, each with its unit and the command that fixed it.
#pragma once

namespace brenier::space {

/// Fixed by `build/release/bench/bench_space 100000 periodic`, and by its other kinds.
struct BandConstants {
  // In units of the mean width of a cell, how far from the box copies are taken at first.
  static constexpr double kFirst = 1.5;
  // Where that is not enough, in units of what was taken, or of what a cell reaches.
  static constexpr double kWider = 1.5;
  // Much more than the rounding of what a cell reaches, as a factor.
  static constexpr double kMargin = 1.01;
  // How often that is tried before all copies are taken that can matter.
  static constexpr int kMostRounds = 6;
};

}  // namespace brenier::space
