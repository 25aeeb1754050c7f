// The constants of periodic diagrams, each with its unit and the command that fixed it.
#pragma once

namespace brenier {

/// Fixed by `./dev bench -k periodic`.
struct BandConstants {
  // In units of the mean width of a cell, how far from the box copies are taken at first.
  static constexpr double kFirst = 5.0;
  // Where that is not enough, in units of what a cell reaches.
  static constexpr double kWider = 1.5;
  // How often hidden sites are raised at a time, as those that appear may hide others.
  static constexpr int kRaisingRounds = 4;
};

}  // namespace brenier
