// What the caller may ask of a solve, and every constant of the method that was tuned.
//
// Each constant stands with its unit and the command that fixed it: run that before and after a
// change.
#pragma once

#include <functional>

#include "brenier/interrupt.hpp"
#include "brenier/newton/step_record.hpp"

namespace brenier {

struct NewtonSettings {
  double tol = 1e-8;  // on the relative error
  int max_iter = 100;
  int workers = 1;  // threads of engine and linear solver, for who makes them; -1 for all
  /// After each step; false stops the solve.
  std::function<bool(const StepRecord&)> callback = {};
  CheckInterrupt interrupt = {};

  /// Raises InvalidArgument naming the field and its value.
  void validate() const;
};

/// How a direction is found and a step is taken.
/// Fixed by `./dev bench -k "solve or gaussian"` and `python benchmarks/rough_problems.py`.
struct StepConstants {
  // Of the decrease of the distance that is certain for a short step, what a step has to bring.
  static constexpr double kSufficient = 0.25;
  // Of its target mass, what every cell has to keep.
  static constexpr double kLeastPart = 1e-4;
  // The longest step, in units of the last one.
  static constexpr double kLonger = 4.0;
  // In units of Newton's step, the shortest that is tried: cells with a tiny part of their target
  // masses may want steps as short.
  static constexpr double kShortest = 1e-15;
  // If the last trial that was measured did not lower the distance enough, a step below this, in
  // units of Newton's, meets rounding only. Times the blur: a facet may run from the smooth source
  // into the source, which is denser by as much.
  static constexpr double kShortestAgainstRounding = 1e-5;
  // With a relative error below kSmallError, a step that cannot be taken meets rounding, and so
  // does one below kRoundedStep, in units of Newton's: the distance may fall by chance then, a
  // little at a time.
  static constexpr double kSmallError = 1e-4;
  static constexpr double kRoundedStep = 0.01;

  // Bounds of the linear tolerance, relative to the right-hand side; below the tighter one,
  // rounding decides.
  static constexpr double kTightest = 1e-11;
  static constexpr double kLoosest = 0.003;
  // The linear tolerance is this part of the relative error …
  static constexpr double kPartOfError = 0.1;
  // … but need not be below this part of what the last step needs.
  static constexpr double kPartOfTolerance = 0.03;
  // Parts of the graph are balanced if what they lack is below this part of the tolerance.
  static constexpr double kBalanced = 0.1;
};

/// Which cells the rounding of weights ties together (tied_cells.hpp).
/// Fixed by `python benchmarks/near_copies.py`.
struct TieConstants {
  // Of the tolerance, the relative error by rounding from which on cells are tied: several of their
  // facets may add up.
  static constexpr double kOfTolerance = 0.1;
  // In units of the median of all conductances, the least that ties.
  static constexpr double kSteep = 30.0;
  // A number is taken off all weights if that leaves at most this part of the worst rounding.
  static constexpr double kSharper = 0.25;
  // How many steps move cells that are tied apart, at most.
  static constexpr int kMostSteps = 3;
};

/// How many underfilled cells are repaired, and how long that may take.
struct RepairLimits {
  double most_underfilled;  // a part of all cells, to begin with
  double most_hidden;       // a part of all cells, that the raising of others may hide
  double most_left;         // underfilled cells after a pass, a part of those before
  double stragglers;        // a part of all cells that is never too many after a pass
  int passes;               // each measures all cells

  // Neither are so many underfilled cells, however few there are in all.
  static constexpr double kStragglers = 8.0;
};

/// After a step: with more underfilled cells than that, or too slow a repair, it was too long.
/// Fixed by `./dev bench -k solve`.
inline constexpr RepairLimits kRepairAfterStep{0.02, 0.02, 0.5, 0.0, 10};
// Of the mass that the step aims at, what a repaired cell is given: well more than the least, but
// no rival to its neighbours.
inline constexpr double kRepairedPart = 0.25;

/// For the start a repair may take its time, which is well spent if it saves steps: the last of
/// many cells take their mass from each other for some passes.
/// Fixed by `./dev bench -k "solve or rough"`.
inline constexpr RepairLimits kRepairForStart{0.1, 1.0, 1.5, 1e-4, 40};
// Of its target mass, what a cell is given that is repaired in weights of the caller's.
inline constexpr double kGivenPart = 0.25;

/// When coarser cells are asked for a start, and how well they are solved.
/// Fixed by `./dev bench -k "solve or gaussian or rough"`, and with clusters by
/// `build/release/bench/bench_solve 100000 clusters 1e-6`.
struct CoarseToFineConstants {
  // The distance (growth.hpp) of a start from the targets above which coarser cells are asked for a
  // better one. Voronoi cells of uniform sites have 0.07, clusters 1.4, a start with empty cells
  // as much as these lack.
  static constexpr double kFarStart = 0.3;
  // The relative error with which the problems for coarser cells are solved.
  static constexpr double kTolerance = 0.3;
};

/// Steps for masses that are spread evenly over their cells.
/// Fixed by `./dev bench -k rough`; none of them matters much.
struct SpreadConstants {
  // The distance (growth.hpp) from which on mean densities of cells count in full. Nearer to the
  // targets they count by the root of the distance in units of this.
  static constexpr double kFar = 0.05;
  // Where no step is found, they count more by this factor, of which each step takes a part away.
  static constexpr double kMore = 10.0;
  static constexpr double kLess = 0.3;
  // Of the distance, what a full step has to bring.
  static constexpr double kSufficient = 0.1;
  // The shortest step, in units of the direction; and how many directions are tried at most, so
  // that blurred sources have steps left where this fails.
  static constexpr double kShortest = 1.0 / 64.0;
  static constexpr int kMostDirections = 30;
  // Of a uniform source, what every cell has, in units of its target mass.
  static constexpr double kLeastSize = 1e-6;
};
// Raising some cells may take the size of others, as often as not of more.
inline constexpr RepairLimits kRepairForSpread{0.1, 1.0, 100.0, 0.0, 40};
inline constexpr RepairLimits kRepairAfterSpreadStep{0.1, 0.1, 100.0, 0.0, 20};

/// When the source is left for smoother ones, and when they have led near enough to it.
/// Fixed by `python benchmarks/rough_problems.py` and `./dev bench -k rough`.
struct ContinuationConstants {
  // In units of Newton's step, one as short as this tells that the source is too rough for the
  // method on its own, unless the error is small already (StepConstants).
  static constexpr double kShortStep = 0.1;
  // The same from a start by coarser cells, where spread masses lead on.
  static constexpr double kShortStepFromFewer = 0.4;
  // The same from the engine's start for rough sources, which is near the solution.
  static constexpr double kShortStepNear = 0.01;
  // How much of a smooth source is blended in where that fails.
  static constexpr double kBlurNear = 0.02;
  // The same under a smooth source.
  static constexpr double kShortStepUnderBlur = 1e-3;

  // A smooth source has done its work when no cell has less than this part of its target mass, and
  // the distance (growth.hpp) is at most that;
  static constexpr double kPartUnderBlur = 0.3;
  static constexpr double kDistanceUnderBlur = 0.005;
  // a blend, when the misplaced mass is this part of its blur.
  static constexpr double kMisplacedOfBlur = 0.1;

  // The source itself is tried when, under it, no cell has less than this part of its target mass,
  // and the distance is at most that;
  static constexpr double kPartToTry = 0.2;
  static constexpr double kDistanceToTry = 0.1;
  // and after an attempt that has failed, this part of what it was then.
  static constexpr double kDistanceToTryAgain = 0.25;

  // The factor from one blur to the next, and the least.
  static constexpr double kLessBlur = 0.5;
  static constexpr double kLeastBlur = 1e-14;
};

/// How a part that is out of balance is joined with another one.
/// Fixed by `python benchmarks/parts.py`.
struct BalanceConstants {
  // The first change of its weights that is tried, in units of the least squared distance between
  // sites of the two; and the factor to the next.
  static constexpr double kFirstMove = 1e-3;
  static constexpr double kLonger = 2.0;
  static constexpr int kMostTrials = 60;
  // Of what is missing, what may be missing still.
  static constexpr double kLeft = 0.2;
  // The most parts that are joined one after the other.
  static constexpr int kMostParts = 100;
};

/// The floor under the target masses, where they lie over many decades.
/// Fixed by `python benchmarks/rough_problems.py --decades 8`.
struct FloorConstants {
  // The highest, as a part of the mean of the target masses.
  static constexpr double kHighest = 0.01;
  // The factor by which it sinks at a time, at most. If a factor above kShallowest is too much, its
  // root is tried.
  static constexpr double kDeepest = 100.0;
  static constexpr double kShallowest = 3.0;
  // The relative error with which a problem with raised masses is solved.
  static constexpr double kTolerance = 0.5;
};

}  // namespace brenier
