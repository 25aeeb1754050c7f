#include "brenier/plane/measure/source_piece.hpp"

#include <utility>

#include "brenier/plane/domain/cut.hpp"

namespace brenier {
namespace {

std::vector<Ring> rings_of(const Polygon& polygon) {
  std::vector<Ring> result;
  for (Index r = 0; r < polygon.ring_count(); ++r) {
    const std::span<const Point> ring = polygon.ring(r);
    result.emplace_back(ring.begin(), ring.end());
  }
  return result;
}

/// The sum of visit(p, q) over the edges p → q of all rings.
template <class Sum, class Visit>
Sum sum_over_edges(const std::vector<Ring>& rings, Visit&& visit) {
  Sum sum{};
  for (const Ring& ring : rings) {
    for (std::size_t k = 0; k < ring.size(); ++k) {
      const Point p = ring[k], q = ring[k + 1 < ring.size() ? k + 1 : 0];
      if (!(p == q)) sum += visit(p, q);
    }
  }
  return sum;
}

}  // namespace

SourcePiece::SourcePiece(const Density& density)
    : SourcePiece(density, rings_of(domain_of(density).polygon())) {}

SourcePiece::SourcePiece(const Density& density, std::vector<Ring> rings)
    : density_(&density), rings_(std::move(rings)) {
  for (const Ring& ring : rings_) {
    for (const Point p : ring) box_.add(p);
  }
  if (rings_.empty()) return;
  mass_ = std::visit(
      [&](const auto& d) {
        return sum_over_edges<double>(
            rings_, [&](Point p, Point q) { return d.mass(p, q, box_.center()); });
      },
      density);
}

Point SourcePiece::mean() const {
  const Point origin = box_.center();
  const Moments moments = std::visit(
      [&](const auto& d) {
        return sum_over_edges<Moments>(rings_,
                                       [&](Point p, Point q) { return d.moments(p, q, origin); });
      },
      *density_);
  if (!(moments.mass > 0.0)) return origin;
  return box_.nearest(origin + (1.0 / moments.mass) * moments.first);
}

SourcePiece SourcePiece::beyond(Point normal, double offset) const {
  std::vector<Ring> rings;
  for (const Ring& ring : rings_) {
    Ring part = cut(ring, normal, offset);
    if (part.size() > 2) rings.push_back(std::move(part));
  }
  return {*density_, std::move(rings)};
}

}  // namespace brenier
