// The pieces of a cell's boundary chained into closed rings.
#pragma once

#include <span>
#include <vector>

#include "brenier/plane/points/point.hpp"

namespace brenier {

/// A piece of a cell's boundary, the cell on its left: between two places, which have numbers, and
/// with a number of its own.
struct DirectedPiece {
  Point a;
  Point b;
  Index from;
  Index to;
  Index piece;
};

/// Chains the pieces around one cell into rings, and keeps what it needs for that between cells.
class CellRings {
 public:
  /// Pieces whose ends are the same place are left out, and so are two that run there and back
  /// again. The rings, one around each part of the cell (counter-clockwise) and one around each
  /// hole, may touch in places, but none comes to a place twice. A piece is not divided where a
  /// place touches it: there parts may hang together.
  void chain(std::span<DirectedPiece> pieces);

  Index count() const { return static_cast<Index>(begin_.size()) - 1; }
  /// The ring's pieces, one after the other.
  std::span<const DirectedPiece> ring(Index r) const {
    return std::span(rings_).subspan(begin_[r], begin_[r + 1] - begin_[r]);
  }
  /// All of them, ring r in [begin(r), begin(r + 1)).
  std::span<const DirectedPiece> pieces() const { return rings_; }
  Index begin(Index r) const { return begin_[r]; }
  /// Surely one ring around a convex polygon.
  bool is_convex() const { return is_convex_; }

 private:
  bool link(std::span<const DirectedPiece> pieces);
  void follow(std::span<const DirectedPiece> pieces, Index first);
  void close(std::span<const DirectedPiece> pieces, Index place);

  std::vector<Index> starts_;  // of vertices: the piece that starts there, in the last cell around
  std::vector<Index> state_;
  std::vector<Index> path_;
  std::vector<DirectedPiece> rings_;
  std::vector<Index> begin_{0};
  bool is_convex_ = false;
};

}  // namespace brenier
