#include "brenier/plane/diagram/boundary_envelope.hpp"

#include <limits>

namespace brenier {
namespace {

/// Stands still, and faces away from the domain.
RecedingSide outer_side(const Segment& piece) {
  return {-1.0 * turned_left(piece.b - piece.a), 0.0};
}

}  // namespace

BoundaryEnvelope::BoundaryEnvelope(std::span<const Segment> boundary, std::span<const Point> sites,
                                   std::span<const double> weights)
    : pieces_(boundary.begin(), boundary.end()),
      sites_(sites),
      weights_(weights.begin(), weights.end()) {}

Appearance BoundaryEnvelope::appearance(Index k) const {
  // The excess over the owners is linear on each piece, so it is least where two of them meet.
  double least = std::numeric_limits<double>::infinity();
  std::size_t best = 0;
  for (std::size_t p = 0; p < pieces_.size(); ++p) {
    const double at_start = excess(k, pieces_[p], pieces_[p].a);
    if (at_start < least) {
      least = at_start;
      best = p;
    }
  }
  const Segment& after = pieces_[best];
  const Segment* before = &after;
  for (std::size_t p = 0; p < pieces_.size(); ++p) {
    // Where rings touch, several end; that of the same ring is, but at the ring's start, the one
    // before.
    if (pieces_[p].b == after.a && (before == &after || p + 1 == best)) before = &pieces_[p];
  }
  const RecedingSide third = before->left != after.left
                                 ? side_against(sites_[k], sites_[before->left])
                                 : outer_side(*before);
  return {std::max(least, 0.0), growth_of_triangle({side_against(sites_[k], sites_[after.left]),
                                                    outer_side(after), third})};
}

void BoundaryEnvelope::raise(Index k, double weight) {
  weights_[k] = weight;
  std::vector<Segment> result;
  result.reserve(pieces_.size() + 2);
  for (const Segment& piece : pieces_) {
    const double at_a = excess(k, piece, piece.a), at_b = excess(k, piece, piece.b);
    if (at_a >= 0.0 && at_b >= 0.0) {
      result.push_back(piece);
    } else if (at_a <= 0.0 && at_b <= 0.0) {
      result.push_back({k, kNone, piece.a, piece.b});
    } else {
      const Point border = piece.a + (at_a / (at_a - at_b)) * (piece.b - piece.a);
      result.push_back({at_a < 0.0 ? k : piece.left, kNone, piece.a, border});
      result.push_back({at_b < 0.0 ? k : piece.left, kNone, border, piece.b});
    }
  }
  pieces_ = std::move(result);
}

}  // namespace brenier
