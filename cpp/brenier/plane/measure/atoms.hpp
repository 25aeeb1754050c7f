// A density as finitely many points with masses: what it looks like at the scale of its pieces.
#pragma once

#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/density/density.hpp"

namespace brenier {

struct Atoms {
  std::vector<Point> points;
  std::vector<double> masses;  // positive
};

/// About as many atoms as asked for: the domain is cut in two, at its mean across its longer side,
/// and so are the halves, as long as they shall have more than one; each atom is a piece's mean.
/// Their number goes by mass, and a piece is as small as its mass is: no distance between parts of
/// the source is too large for that.
Atoms atoms_of(const Density& density, Index count, const CheckInterrupt& interrupt = {});

}  // namespace brenier
