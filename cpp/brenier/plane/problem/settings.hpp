// The constants of planar starts and of smooth sources, each with its unit and the command that
// fixed it.
#pragma once

#include "brenier/index.hpp"

namespace brenier {

/// Fixed by `./dev bench -k "solve or gaussian or rough"`.
struct StartConstants {
  // Of all cells, how many are repaired when weights match mean and covariance: if more are empty,
  // other weights are better. Of its target mass, what a repaired cell is given.
  static constexpr double kMostRepaired = 0.1;
  static constexpr double kPart = 0.25;
  // The same for zero weights, which are the last resort but one: many are repaired, with care.
  static constexpr double kMostRepairedOfZero = 0.5;
  static constexpr double kPartOfZero = 0.05;

  // A map that moves a point of the source's size by less than this part of it is taken for the
  // identity.
  static constexpr double kNearlyIdentity = 0.2;
  // Of the points, how many may be mapped to outside of the domain; by which factor the map is
  // shrunk at a time until they are that few, and how far at most.
  static constexpr double kMostOutside = 0.02;
  static constexpr double kShrunk = 0.8;
  static constexpr double kSmallest = 0.3;
  // Points are on a line if the way from one to the next leads aside by no more than this part of
  // its length.
  static constexpr double kBesideLine = 0.01;
  // The scale of the similarity, as a part of the largest with which the points fit into the
  // domain.
  static constexpr double kSlack = 0.99;
};

/// Fixed by `python benchmarks/parts.py` and `python benchmarks/rough_problems.py`.
struct DiscreteConstants {
  // A discrete transport is for sources in parts, the widest gap between which is more than this
  // many times the width of a part of mean area: smooth sources find their way over less.
  static constexpr double kWideGap = 3.0;
  // Atoms of the source for each point of a discrete transport, and at least; the most points for
  // which one is solved.
  static constexpr Index kAtomsPerPoint = 4;
  static constexpr Index kFewestAtoms = 64;
  static constexpr Index kMostInTransport = 3000;
  // With more points than kFewPoints, groups of them go first. For so many groups the members may
  // be where an atom goes.
  static constexpr Index kFewPoints = 300;
  static constexpr Index kPointsPerGroup = 4;
  static constexpr Index kNearGroups = 4;
  // The most parts between which the middle prices are looked for.
  static constexpr Index kMostParts = 1000;
};

/// Fixed by `python benchmarks/rough_problems.py` and `./dev bench -k rough`.
struct ScaleSpaceConstants {
  // Of the least target mass, what may be left out on each side of the box.
  static constexpr double kMassCut = 0.01;
  // Pixels along the longer side of the box; and for the width of a cell where most of the mass is.
  static constexpr Index kFewestPixels = 32;
  static constexpr Index kMostPixels = 1024;
  static constexpr double kPixelsPerCell = 1.5;
  // The factor from one scale of blur to the next, and what is kept of the density before.
  static constexpr double kFiner = 0.7;
  static constexpr double kKept = 0.5;
  // Relative to the mean, by how much a flat source may vary between pixels.
  static constexpr double kFlat = 1e-3;
};

/// Starts for sites near each other.
/// Fixed by `python benchmarks/near_copies.py`.
struct SplitConstants {
  // In local units, the distance within which the start of a site may be made of that of another:
  // nearer than that rounding decides about cells as wide as sites are apart. And which part of the
  // disc in a cell is filled.
  static constexpr double kSplit = 1e-6;
  static constexpr double kPartOfDisc = 0.9;
};

/// Fixed by `./dev bench -k "solve or gaussian or rough"`, and with clusters by
/// `build/release/bench/bench_solve 100000 clusters 1e-6`.
struct CoarseConstants {
  // Sites in a group, about.
  static constexpr Index kGroup = 4;
  // With fewer sites than that, no coarser ones are looked for.
  static constexpr Index kFewestSites = 4096;
  // Of the height of the conjugate potential above a tangent plane, at the sites around, how high a
  // quadratic is at most.
  static constexpr double kBelow = 0.9;
  // The least eigenvalue of a quadratic, as a part of the size of the larger one; and how far it is
  // flattened at most.
  static constexpr double kFlattest = 1e-3;
};

}  // namespace brenier
