#include "brenier/plane/points/distinct_sites.hpp"

#include "brenier/plane/points/spatial_order.hpp"

namespace brenier {

DistinctSites distinct_sites(std::span<const Point> local_sites, const CheckInterrupt& interrupt) {
  return distinct_places(local_sites, spatial_order(local_sites, interrupt));
}

}  // namespace brenier
