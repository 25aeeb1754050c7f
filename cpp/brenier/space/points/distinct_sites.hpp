// The caller's sites as the geometry wants them: normalised, in spatial order, each place once.
#pragma once

#include <span>

#include "brenier/distinct_places.hpp"
#include "brenier/interrupt.hpp"
#include "brenier/space/points/point.hpp"

namespace brenier::space {

using DistinctSites = DistinctPlaces<Point>;

DistinctSites distinct_sites(std::span<const Point> local_sites,
                             const CheckInterrupt& interrupt = {});

}  // namespace brenier::space
