// Are the copies of sites that a diagram has been made of enough?
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "brenier/plane/diagram/cell_boundaries.hpp"
#include "brenier/plane/points/site_copies.hpp"

namespace brenier {

/// How far cells reach, of the diagram of copies in the box.
struct Extents {
  // Of each site: the largest squared distance from a copy of it to the copy's part of the box; -1
  // if no copy has one.
  std::vector<double> squared;
  double highest_power;  // of a point of the box, to the copy whose cell it is in

  Extents(const CellBoundaries& diagram, const SiteCopies& copies, std::span<const double> weights);

  double largest() const;
};

/// Nothing if the diagram of these copies is, in the box, that of all copies; else the reach with
/// which to try again.
///
/// Proof. Write r_j for `complete_within`: a copy of j that is missing, and has a part of the box
/// in the diagram of all copies, is farther than r_j from every point of the box. It is enough that
/// for each site j either (a) it has parts of the box, each nearer than r_j to its copy of j; or
/// (b) r_j² - w_j >= M, the highest power. Call j far if its true cell has a point that is not
/// nearer than r_j to its site. If no site is far, no copy is missing. By (b) a far site would have
/// a power of M or more there, where some copy has M at most: it has (a). Its true cell is convex,
/// and what it has nearer than r_j is seen in the diagram, where nothing is as far as r_j: so all
/// of the true cell is farther, and what j has in the diagram belongs in truth to another site i,
/// by a copy that is missing, so that i is far, too. At a point there, with powers p,
///
///     r_i² - w_i <= p_i <= p_j < r_j² - w_j.
///
/// So from each far site a chain leads to others whose r² - w decreases for ever, which finitely
/// many sites cannot have. ∎
std::optional<std::vector<double>> larger_reach(const Extents& extents, const SiteCopies& copies,
                                                std::span<const double> weights);

}  // namespace brenier
