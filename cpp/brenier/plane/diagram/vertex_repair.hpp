// Vertices that rounding has brought out of order, united or put on each other's edges.
#pragma once

#include <vector>

#include "brenier/plane/diagram/cell_rings.hpp"
#include "brenier/plane/diagram/ring_faults.hpp"

namespace brenier {

/// How far a vertex may give way to another with which it is united: what lies on the domain's
/// boundary stays there, and a corner of the domain where it is.
enum class Firmness : char { kFree, kOnBoundary, kCorner };

/// A vertex that a piece is to run through.
struct Detour {
  Index piece;
  Index vertex;

  friend auto operator<=>(const Detour&, const Detour&) = default;
};

/// Collects what mends the faults of cells, one by one, each in the smallest way.
class VertexRepair {
 public:
  VertexRepair(std::vector<Point>& places, std::vector<Firmness> firmness);

  /// Has the fault's nearest vertex and piece meet: at an end of the piece, if that is as near; if
  /// not, the piece takes the vertex in, or, where it is of the boundary, draws the vertex to it.
  void mend(const CellRings& rings, const RingFault& fault, Index first_of_boundary);

  void unite(Index v, Index w);

  /// Brings vertices that have been united to one place, and hands out the detours since the last
  /// time, by pieces. False if nothing has been asked for.
  bool apply(std::vector<Detour>& detours);

 private:
  Index leader(Index v);

  std::vector<Point>& places_;
  std::vector<Firmness> firmness_;
  std::vector<Index> parent_;
  std::vector<Detour> detours_;
  bool has_news_ = false;
};

}  // namespace brenier
