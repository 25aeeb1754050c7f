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
/// the centre across the face; and their volumes have to sum to that of the box. Then they are the
/// regular triangulation of their corners:
///
/// As faces match, the tetrahedra cover almost every place of the torus equally often, and by their
/// volume once: they are a triangulation of it. Unrolled, it is one of space that is regular at
/// every face, and so at large, as a function that is convex across every face is convex. ∎
struct Folding {
  std::optional<TorusTriangulation> triangulation;
  // Where there is none, sites near what is wrong; increasing.
  std::vector<Index> open;
  // Where the vertices are of each site's cell, as seen from the site; empty if it is no corner.
  std::vector<Box> extents;
  // Of a vertex, to its cells.
  double highest_power;

  /// The copies and the torus have to live as long as the triangulation of the torus.
  Folding(const RegularTriangulation& of_copies, const SiteCopies& copies, const Torus& torus,
          int workers = 1, const CheckInterrupt& interrupt = {});
};

}  // namespace brenier::space
