// Sites so near to each other that weights in doubles cannot place the border between their cells.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/domain/polygon.hpp"
#include "brenier/plane/points/point.hpp"

namespace brenier {

/// For each point the distance within which another one is a near copy of it: the rounding of
/// weights moves the border between their cells by more than a part of their width
/// (docs/design/near-copies.md).
///
/// Points are in local coordinates, with positive masses that sum to 1.
std::vector<double> copy_distances(std::span<const Point> points, std::span<const double> masses,
                                   const Polygon& domain);

/// For each point the one that stands for it, which is the heaviest, or the first of the heaviest
/// by `age`: itself, or one whose near copy it is.
std::vector<Index> near_copies(std::span<const Point> points, std::span<const double> masses,
                               const Polygon& domain, std::span<const Index> age,
                               const CheckInterrupt& interrupt = {});

}  // namespace brenier
