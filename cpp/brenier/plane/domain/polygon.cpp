#include "brenier/plane/domain/polygon.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <tuple>

#include "brenier/double_double.hpp"
#include "brenier/error.hpp"
#include "brenier/plane/domain/ring_contacts.hpp"
#include "brenier/plane/points/orientation.hpp"
#include "brenier/text.hpp"

namespace brenier {
namespace {

/// A vertex of the cleaned rings, and where it stood in what the caller gave.
using Label = ClashingRings::Edge;

/// The indices of the ring's vertices, but for those that repeat the one before.
std::vector<std::size_t> distinct_neighbors(const Ring& ring) {
  std::vector<std::size_t> kept;
  for (std::size_t k = 0; k < ring.size(); ++k) {
    if (kept.empty() || !(ring[k] == ring[kept.back()])) kept.push_back(k);
  }
  while (kept.size() > 1 && ring[kept.front()] == ring[kept.back()]) kept.pop_back();
  return kept;
}

/// In pairs of doubles: nothing else would be left of that of a ring as thin as its vertices'
/// rounding.
double signed_area(std::span<const Point> ring) {
  DoubleDouble twice;
  const Point origin = ring.front();
  const auto from_origin = [&](Point p) {
    return std::array{two_difference(p.x, origin.x), two_difference(p.y, origin.y)};
  };
  for (std::size_t k = 1; k + 1 < ring.size(); ++k) {
    const auto [ax, ay] = from_origin(ring[k]);
    const auto [bx, by] = from_origin(ring[k + 1]);
    twice = twice + (ax * by - ay * bx);
  }
  return 0.5 * static_cast<double>(twice);
}

/// As lies_above(edge, x) for a point just behind x on the way to `towards`, which is not on the
/// edge.
bool lies_above_start(BoundaryEdge edge, Point x, Point towards) {
  const auto is_right_of_x = [&](Point p) { return p.x != x.x ? p.x > x.x : towards.x <= x.x; };
  if (is_right_of_x(edge.p) == is_right_of_x(edge.q)) return false;
  const int side = orientation(edge.p, edge.q, x);
  const bool is_left = (side != 0 ? side : orientation(edge.p, edge.q, towards)) > 0;
  return is_left == (edge.p.x > edge.q.x);
}

}  // namespace

bool is_counterclockwise(std::span<const Point> ring) {
  // At its leftmost vertex, the lowest of those, the lowest of its edges has the inside above it.
  // If the ring touches itself there, it has more than two.
  const auto leftmost = *std::ranges::min_element(
      ring, [](Point p, Point q) { return std::tie(p.x, p.y) < std::tie(q.x, q.y); });
  std::optional<Point> lowest;
  bool starts = false;
  const auto look_at = [&](Point end, bool edge_starts) {
    if (lowest && orientation(leftmost, *lowest, end) >= 0) return;
    lowest = end;
    starts = edge_starts;
  };
  for (std::size_t k = 0; k < ring.size(); ++k) {
    if (!(ring[k] == leftmost)) continue;
    look_at(ring[(k + 1) % ring.size()], true);
    look_at(ring[(k + ring.size() - 1) % ring.size()], false);
  }
  return starts;
}

bool encloses(std::span<const Point> ring, std::span<const Point> other) {
  // All of the other lies inside or outside, but for points in which they touch. Its first vertex
  // may be one, but not what comes right behind it.
  bool inside = false;
  for (std::size_t k = 0; k < ring.size(); ++k) {
    const BoundaryEdge edge{ring[k], ring[(k + 1) % ring.size()]};
    if (lies_above_start(edge, other[0], other[1])) inside = !inside;
  }
  return inside;
}

bool lies_above(BoundaryEdge e, Point x) {
  const bool spans = (e.p.x >= x.x) != (e.q.x >= x.x);
  return spans && left_of_domain_edge(e.p, e.q, x) == (e.p.x > e.q.x);
}

void require_finite(const std::vector<Ring>& rings) {
  for (std::size_t r = 0; r < rings.size(); ++r) {
    for (std::size_t k = 0; k < rings[r].size(); ++k) {
      const Point p = rings[r][k];
      if (std::abs(p.x) <= kLargestCoordinate && std::abs(p.y) <= kLargestCoordinate) continue;
      throw InvalidArgument(text("domain: ", Label{r, k}, " is ", p,
                                 "; expected finite coordinates of size 1e150 at most"));
    }
  }
}

Polygon::Polygon(const std::vector<Ring>& rings) {
  if (rings.empty()) throw InvalidArgument("domain: no ring; expected at least one");
  require_finite(rings);
  std::vector<Label> labels;
  ring_begin_.push_back(0);
  for (std::size_t r = 0; r < rings.size(); ++r) {
    const std::vector<std::size_t> kept = distinct_neighbors(rings[r]);
    if (kept.size() < 3) {
      throw InvalidArgument(text("domain: ring ", r, " has ", kept.size(),
                                 " distinct vertices; expected at least 3"));
    }
    const Index begin = edge_count();
    for (const std::size_t k : kept) {
      vertices_.push_back(rings[r][k]);
      labels.push_back({r, k});
      next_.push_back(edge_count());
    }
    next_.back() = begin;
    ring_begin_.push_back(edge_count());
  }
  if (const auto clash = find_clash(vertices_, next_)) {
    const Label edge = labels[clash->edge], other = labels[clash->other];
    const bool cross = clash->kind == Clash::Kind::kCross;
    const std::string message =
        text("domain: the edges from ", edge, " and from ", other, " to the next ",
             cross ? "cross" : "overlap",
             "; expected a simple polygon, whose rings at most touch in points");
    throw ClashingRings(message, edge, other, cross);
  }
  orient_rings();
  measure();
}

void Polygon::orient_rings() {
  std::vector<Box> boxes;
  for (Index r = 0; r < ring_count(); ++r) boxes.push_back(box_of(ring(r)));
  for (Index r = 0; r < ring_count(); ++r) {
    const Index begin = ring_begin_[r], end = ring_begin_[r + 1];
    bool is_hole = false;
    for (Index s = 0; s < ring_count(); ++s) {
      if (s == r || !boxes[s].contains(vertices_[begin])) continue;
      if (encloses(ring(s), ring(r))) is_hole = !is_hole;
    }
    if (is_counterclockwise(ring(r)) == is_hole) {
      std::reverse(vertices_.begin() + begin, vertices_.begin() + end);
    }
  }
}

void Polygon::measure() {
  box_ = box_of(vertices_);
  area_ = 0.0;
  for (Index r = 0; r < ring_count(); ++r) area_ += signed_area(ring(r));
  is_convex_ = ring_count() == 1;
  for (Index k = 0; k < edge_count() && is_convex_; ++k) {
    is_convex_ = orientation(vertices_[k], vertices_[next_[k]], vertices_[next_[next_[k]]]) >= 0;
  }
}

bool Polygon::contains(Point x) const {
  bool inside = false;
  for (Index k = 0; k < edge_count(); ++k) {
    if (lies_above(edge(k), x)) inside = !inside;
  }
  return inside;
}

Polygon Polygon::moved(Point origin, double scale) const {
  Polygon result = *this;
  for (Point& p : result.vertices_) p = scale * (p - origin);
  result.measure();
  return result;
}

Polygon rectangle(const Box& box) {
  return Polygon({{box.low, {box.high.x, box.low.y}, box.high, {box.low.x, box.high.y}}});
}

}  // namespace brenier
