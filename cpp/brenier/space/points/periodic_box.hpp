// A box whose opposite faces are one, as the caller has it and as a torus in local coordinates.
#pragma once

#include "brenier/periodic_box.hpp"
#include "brenier/space/points/torus.hpp"

namespace brenier::space {

using PeriodicBox = PeriodicBoxOf<Point, Shift, Torus>;

}  // namespace brenier::space
