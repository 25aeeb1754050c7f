#include "brenier/plane/diagram/ring_faults.hpp"

#include <numeric>

#include "brenier/plane/domain/polygon.hpp"
#include "brenier/plane/domain/ring_contacts.hpp"

namespace brenier {
namespace {

std::vector<Point> points_of(std::span<const DirectedPiece> pieces) {
  std::vector<Point> result;
  result.reserve(pieces.size());
  for (const DirectedPiece& s : pieces) result.push_back(s.a);
  return result;
}

/// A ring that has not the orientation that a hole, or what is none, has to have.
std::optional<Index> wrong_way_round(const CellRings& rings) {
  for (Index r = 0; r < rings.count(); ++r) {
    const std::vector<Point> ring = points_of(rings.ring(r));
    bool is_hole = false;
    for (Index s = 0; s < rings.count(); ++s) {
      if (s != r && encloses(points_of(rings.ring(s)), ring)) is_hole = !is_hole;
    }
    if (is_counterclockwise(ring) == is_hole) return r;
  }
  return std::nullopt;
}

}  // namespace

std::optional<RingFault> contact_in(const CellRings& rings) {
  const std::vector<Point> points = points_of(rings.pieces());
  std::vector<Index> next(points.size());
  std::iota(next.begin(), next.end(), 1);
  for (Index r = 0; r < rings.count(); ++r) next[rings.begin(r + 1) - 1] = rings.begin(r);
  const std::optional<Clash> contact = find_contact(points, next);
  if (!contact) return std::nullopt;
  return RingFault{{contact->edge, contact->other}};
}

std::optional<RingFault> fault_of(const CellRings& rings) {
  if (rings.count() == 0 || rings.is_convex()) return std::nullopt;
  if (auto contact = contact_in(rings)) return contact;
  const std::optional<Index> wrong = wrong_way_round(rings);
  if (!wrong) return std::nullopt;
  RingFault fault;
  for (Index k = rings.begin(*wrong); k < rings.begin(*wrong + 1); ++k) fault.pieces.push_back(k);
  return fault;
}

}  // namespace brenier
