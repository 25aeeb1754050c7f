#include "brenier/plane/diagram/vertex_repair.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace brenier {
namespace {

/// A vertex and a piece, as near as they come to each other.
struct Approach {
  double distance;
  Index vertex;
  Index at;       // of the piece, among those of the rings
  Point nearest;  // of the piece's points
};

/// Is the distance too small for doubles to keep points apart there, whatever their order?
bool is_rounding(Point x, Point y) {
  constexpr double kFew = 4.0 * std::numeric_limits<double>::epsilon();
  const double size = std::max({std::abs(x.x), std::abs(x.y), std::abs(y.x), std::abs(y.y)});
  return std::abs(x.x - y.x) <= kFew * size && std::abs(x.y - y.y) <= kFew * size;
}

/// Between the vertices of the pieces at fault and the pieces that do not end there, nearest first.
std::vector<Approach> approaches(const CellRings& rings, const RingFault& fault) {
  std::vector<Approach> result;
  for (const Index k : fault.pieces) {
    const DirectedPiece& s = rings.pieces()[k];
    for (const Index m : fault.pieces) {
      const DirectedPiece& other = rings.pieces()[m];
      const auto add = [&](Index vertex, Point x) {
        if (x == other.a || x == other.b) return;
        const Point offset = nearest_to_origin(other.a - x, other.b - x);
        result.push_back({norm(offset), vertex, m, x + offset});
      };
      add(s.from, s.a);
      add(s.to, s.b);
    }
  }
  std::stable_sort(result.begin(), result.end(),
                   [](const Approach& a, const Approach& b) { return a.distance < b.distance; });
  return result;
}

}  // namespace

VertexRepair::VertexRepair(std::vector<Point>& places, std::vector<Firmness> firmness)
    : places_(places), firmness_(std::move(firmness)), parent_(places.size()) {
  std::iota(parent_.begin(), parent_.end(), 0);
}

Index VertexRepair::leader(Index v) {
  while (parent_[v] != v) v = parent_[v] = parent_[parent_[v]];
  return v;
}

void VertexRepair::unite(Index v, Index w) {
  Index stays = leader(v), goes = leader(w);
  if (stays == goes) return;
  if (firmness_[goes] > firmness_[stays] || (firmness_[goes] == firmness_[stays] && goes < stays)) {
    std::swap(stays, goes);
  }
  parent_[goes] = stays;
  has_news_ = true;
}

void VertexRepair::mend(const CellRings& rings, const RingFault& fault, Index first_of_boundary) {
  for (const Approach& approach : approaches(rings, fault)) {
    const DirectedPiece& piece = rings.pieces()[approach.at];
    const Index v = approach.vertex;
    const auto are_corners = [&](Index w) {
      return firmness_[leader(v)] == Firmness::kCorner && firmness_[leader(w)] == Firmness::kCorner;
    };
    const auto try_to_unite = [&](Index w, Point end) {
      const bool is_near = approach.nearest == end || is_rounding(places_[v], end);
      if (!is_near || are_corners(w)) return false;
      unite(v, w);
      return true;
    };
    if (try_to_unite(piece.from, piece.a) || try_to_unite(piece.to, piece.b)) return;
    if (approach.nearest == piece.a || approach.nearest == piece.b) continue;
    if (piece.piece >= first_of_boundary && firmness_[leader(v)] == Firmness::kFree) {
      places_[leader(v)] = approach.nearest;
      firmness_[leader(v)] = Firmness::kOnBoundary;
    }
    detours_.push_back({piece.piece, v});
    has_news_ = true;
    return;
  }
}

bool VertexRepair::apply(std::vector<Detour>& detours) {
  if (!has_news_) return false;
  for (Index v = 0; v < static_cast<Index>(parent_.size()); ++v) places_[v] = places_[leader(v)];
  std::sort(detours_.begin(), detours_.end());
  detours_.erase(std::unique(detours_.begin(), detours_.end()), detours_.end());
  detours.clear();
  std::swap(detours, detours_);
  has_news_ = false;
  return true;
}

}  // namespace brenier
