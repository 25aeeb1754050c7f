// Repairing a regular triangulation in place after a change of the weights.
#pragma once

#include <span>
#include <vector>

#include "brenier/geometry/triangle.hpp"
#include "brenier/interrupt.hpp"

namespace brenier {

enum class Repair {
  kDone,    // the triangulation is regular again
  kHidden,  // a site has no cell any more: it would have to go
  kStuck,   // edges are left that no flip of two triangles can mend
};

/// Flips edges that are not locally regular, decided exactly, until none is left [lawson1977]. Each
/// flip lowers the lifted surface, so this ends. When weights change such that no cell becomes empty,
/// flips of two triangles usually suffice, as the weights for which none is empty form a convex set
/// [kitagawa2019]; in theory they can get stuck [edelsbrunner1996]. Unless the answer is kDone, the
/// triangles are left as no regular triangulation at all.
Repair repair_by_flips(std::vector<Triangle>& triangles, std::span<const Point> sites,
                       std::span<const double> weights, const CheckInterrupt& interrupt);

}  // namespace brenier
