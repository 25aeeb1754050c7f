#include "brenier/plane/diagram/cell_rings.hpp"

#include <algorithm>
#include <tuple>

#include "brenier/plane/points/orientation.hpp"

namespace brenier {
namespace {

// The state of a piece; if it is on the path, its place there.
constexpr Index kUnused = -1, kDone = -2;

bool precedes(Point p, Point q) { return std::tie(p.x, p.y) < std::tie(q.x, q.y); }

Index first_start(std::span<const DirectedPiece> pieces, Point p) {
  const auto at = std::partition_point(pieces.begin(), pieces.end(),
                                       [&](const DirectedPiece& s) { return precedes(s.a, p); });
  return static_cast<Index>(at - pieces.begin());
}

/// Where parts of the cell touch, several pieces start. The same part goes on with the one next to
/// `last`, clockwise: no other starts inside the part, which is on the left of both.
bool is_tighter(const DirectedPiece& last, const DirectedPiece& piece, const DirectedPiece& other) {
  return is_between_rays(last.b, other.b, last.a, piece.b);
}

/// Surely a convex polygon that runs counter-clockwise: it never turns right, and goes forth and
/// back once in the lexicographic order.
bool is_convex_ring(std::span<const DirectedPiece> ring) {
  const auto goes_back = [](const DirectedPiece& s) { return precedes(s.b, s.a); };
  int reversals = 0;
  bool turns = false;
  for (std::size_t k = 0; k < ring.size(); ++k) {
    const DirectedPiece& here = ring[k];
    const DirectedPiece& after = ring[k + 1 == ring.size() ? 0 : k + 1];
    const int turn = orientation(here.a, here.b, after.b);
    if (turn < 0) return false;
    turns |= turn > 0;
    reversals += goes_back(here) != goes_back(after);
  }
  return turns && reversals == 2;
}

}  // namespace

void CellRings::chain(std::span<DirectedPiece> pieces) {
  rings_.clear();
  begin_.assign(1, 0);
  is_convex_ = link(pieces) && is_convex_ring(rings_);
  if (is_convex_) {
    const auto by_start = [](const DirectedPiece& s, const DirectedPiece& t) {
      return precedes(s.a, t.a);
    };
    std::rotate(rings_.begin(), std::min_element(rings_.begin(), rings_.end(), by_start),
                rings_.end());
    begin_.push_back(static_cast<Index>(rings_.size()));
    return;
  }
  rings_.clear();
  const auto end = std::remove_if(pieces.begin(), pieces.end(),
                                  [](const DirectedPiece& s) { return s.a == s.b; });
  pieces = pieces.first(end - pieces.begin());
  std::sort(pieces.begin(), pieces.end(), [](const DirectedPiece& s, const DirectedPiece& t) {
    return precedes(s.a, t.a) || (s.a == t.a && precedes(s.b, t.b));
  });
  state_.assign(pieces.size(), kUnused);
  for (std::size_t k = 0; k < pieces.size(); ++k) {
    if (state_[k] != kUnused) continue;
    const DirectedPiece& s = pieces[k];
    for (Index m = first_start(pieces, s.b);
         m < static_cast<Index>(pieces.size()) && pieces[m].a == s.b; ++m) {
      if (!(pieces[m].b == s.a) || state_[m] != kUnused) continue;
      state_[k] = state_[m] = kDone;  // there and back again
      break;
    }
  }
  for (Index first = 0; first < static_cast<Index>(pieces.size()); ++first) {
    if (state_[first] == kUnused) follow(pieces, first);
  }
}

/// The usual case: going on by the numbers of vertices, all pieces make one ring.
bool CellRings::link(std::span<const DirectedPiece> pieces) {
  for (std::size_t k = 0; k < pieces.size(); ++k) {
    const std::size_t from = pieces[k].from;
    if (from >= starts_.size()) starts_.resize(from + 1 + from / 2, 0);
    starts_[from] = static_cast<Index>(k);
  }
  for (Index at = 0; rings_.size() < pieces.size();) {
    const DirectedPiece& piece = pieces[at];
    if (piece.a == piece.b) return false;
    rings_.push_back(piece);
    if (static_cast<std::size_t>(piece.to) >= starts_.size()) return false;
    at = starts_[piece.to];
    if (at >= static_cast<Index>(pieces.size()) || pieces[at].from != piece.to) return false;
  }
  return !pieces.empty() && rings_.back().to == rings_.front().from;
}

/// Goes from end to start; whenever the path comes back to one of its places, a ring is complete.
void CellRings::follow(std::span<const DirectedPiece> pieces, Index first) {
  path_.clear();
  for (Index at = first; at != kNone;) {
    state_[at] = static_cast<Index>(path_.size());
    path_.push_back(at);
    const DirectedPiece& last = pieces[at];
    at = kNone;
    Index returns_to = kNone;
    for (Index k = first_start(pieces, last.b);
         k < static_cast<Index>(pieces.size()) && pieces[k].a == last.b; ++k) {
      if (state_[k] >= 0) returns_to = state_[k];
      if (state_[k] == kUnused && (at == kNone || is_tighter(last, pieces[k], pieces[at]))) at = k;
    }
    if (returns_to != kNone) close(pieces, returns_to);
    if (path_.empty()) return;
  }
}

/// The path from this place on is a ring.
void CellRings::close(std::span<const DirectedPiece> pieces, Index place) {
  for (auto at = path_.begin() + place; at != path_.end(); ++at) {
    state_[*at] = kDone;
    rings_.push_back(pieces[*at]);
  }
  begin_.push_back(static_cast<Index>(rings_.size()));
  path_.resize(place);
}

}  // namespace brenier
