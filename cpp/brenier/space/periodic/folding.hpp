// From a triangulation of copies of sites in space to that of their torus.
#pragma once

#include <optional>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/periodic/torus_triangulation.hpp"

namespace brenier::space {

/// The triangulation of the torus, if the copies are enough for it.
///
/// The tetrahedra whose power centre is in the box are taken. Of these, each face has to meet
/// exactly one other, modulo periods, on its other side; no apex may be nearer, in its power, to
/// the centre across the face; and their volumes have to sum to that of the box.
///
/// Proof that this is enough. As faces match, the tetrahedra cover almost every place of the torus
/// equally often, and by their volume once: they are a triangulation of it. Unrolled, it is one of
/// space that is regular at every face, and so at large, as a function that is convex across every
/// face is convex: it is the regular triangulation of its corners. Sites that are hidden among some
/// copies are hidden among all. If there are `unused` sites, which are no corners though they are
/// not hidden among these copies, it may be that more copies hide them, or that they belong in. If
/// there are none, the triangulation is that of all sites. ∎
struct Folding {
  std::optional<TorusTriangulation> triangulation;
  std::vector<Index> unused;    // sites, increasing
  std::vector<Index> open;      // where there is no triangulation: sites near what is wrong
  std::vector<double> extents;  // of each site: how far a vertex of its cell in the box is, at most

  /// The copies and the torus have to live as long as the triangulation of the torus.
  Folding(const RegularTriangulation& of_copies, const SiteCopies& copies, const Torus& torus,
          int workers = 1, const CheckInterrupt& interrupt = {});
};

}  // namespace brenier::space
