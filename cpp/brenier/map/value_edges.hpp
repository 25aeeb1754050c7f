// The edges of a map, measured between values of any dimension instead of between sites.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/map/map_edges.hpp"
#include "brenier/map/rows.hpp"

namespace brenier {

/// The same edges, with |c_i - c_j| for their jumps, and for their angles those between the normals
/// (c_i, -1) and (c_j, -1): what map_edges says of sites, of values c.
template <class T>
std::vector<MapEdge> value_edges(std::span<const MapEdge> edges, Rows<const T> values,
                                 const CheckInterrupt& interrupt = {});

}  // namespace brenier
