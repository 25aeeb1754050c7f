// The edges of the map, where the potential has a crease: between which cells, how sharp, which are
// gaps.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "brenier/plane/measure/power_diagram.hpp"

namespace brenier {

/// Two cells with a common facet that has mass. The gradient of the potential jumps there, from one
/// site to the other.
struct MapEdge {
  std::array<Index, 2> sites;  // the lower one first
  double jump;                 // |y_i - y_j|
  double angle;  // between the normals (y_i, -1) and (y_j, -1) of the potential's planes
};

/// The edges, sorted by their sites. Pieces of a facet that is cut count as one.
std::vector<MapEdge> map_edges(const FacetTable& facets, std::span<const Point> sites);

/// A gap is a jump of more than these multiples of what is usual.
struct GapRule {
  double overall;  // of what is usual among all sites
  double local;    // of what is usual at the edge's two (the geometric mean)
};

/// What counts as a gap between sites if nothing else is known; `benchmarks/default_threshold.py`,
/// of sites in the plane.
inline constexpr GapRule kGapsBetweenSites{6.0, 4.0};
/// And between values of any dimension, in which one width for all would take wide classes for
/// gaps; `benchmarks/gaps_between_values.py`.
inline constexpr GapRule kGapsBetweenValues{0.0, 2.0};

/// The jump of each edge over which it is a gap. What is usual at a site is its second smallest
/// jump: a stray site between clusters has one near neighbour at most.
std::vector<double> gap_limits(std::span<const MapEdge> edges, Index site_count,
                               const GapRule& rule = kGapsBetweenSites);

}  // namespace brenier
