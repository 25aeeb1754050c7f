// A box whose opposite sides are one, as the caller has it and as a torus in local coordinates.
#pragma once

#include "brenier/periodic_box.hpp"
#include "brenier/plane/points/torus.hpp"

namespace brenier {

using PeriodicBox = PeriodicBoxOf<Point, Shift, Torus>;

}  // namespace brenier
