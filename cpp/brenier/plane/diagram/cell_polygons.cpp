#include "brenier/plane/diagram/cell_polygons.hpp"

#include <span>
#include <tuple>

#include "brenier/plane/points/orientation.hpp"

namespace brenier {
namespace {

struct Directed {
  Point a;
  Point b;
};

bool precedes(Point p, Point q) { return std::tie(p.x, p.y) < std::tie(q.x, q.y); }

/// The segments around each cell, the cell on their left: cell i holds [begin[i], begin[i + 1]).
std::vector<Directed> segments_by_cell(const CellBoundaries& boundaries, std::vector<Index>& begin,
                                       OccasionalCheck& check_here) {
  boundaries.for_each_segment([&](const Segment& s) {
    check_here();
    ++begin[s.left + 1];
    if (s.right != kNone) ++begin[s.right + 1];
  });
  for (std::size_t k = 1; k < begin.size(); ++k) begin[k] += begin[k - 1];
  std::vector<Directed> result(begin.back());
  std::vector<Index> at(begin.begin(), begin.end() - 1);
  boundaries.for_each_segment([&](const Segment& s) {
    check_here();
    result[at[s.left]++] = {s.a, s.b};
    if (s.right != kNone) result[at[s.right]++] = {s.b, s.a};
  });
  return result;
}

/// Chains the segments around a cell, which share their ends to the last bit.
class Chaining {
 public:
  Chaining(std::span<Directed> segments, CellPolygons& out)
      : segments_(segments), state_(segments.size(), kUnused), out_(out) {
    std::sort(segments.begin(), segments.end(),
              [](const Directed& s, const Directed& t) { return precedes(s.a, t.a); });
  }

  void run() {
    for (Index first = 0; first < count(); ++first) {
      if (state_[first] == kUnused) follow(first);
    }
  }

 private:
  // Of a segment; if it is on the path, its place there.
  static constexpr Index kUnused = -1, kDone = -2;

  Index count() const { return static_cast<Index>(segments_.size()); }

  /// Goes from end to start; whenever the path comes back to one of its points, a polygon is
  /// complete.
  void follow(Index first) {
    for (Index at = first; at != kNone;) {
      state_[at] = static_cast<Index>(path_.size());
      path_.push_back(at);
      const Directed last = segments_[at];
      at = kNone;
      Index returns_to = kNone;
      for (Index k = first_start(last.b); k < count() && segments_[k].a == last.b; ++k) {
        if (state_[k] >= 0) returns_to = state_[k];
        if (state_[k] == kUnused && (at == kNone || is_tighter(last, k, at))) at = k;
      }
      if (returns_to != kNone) close(returns_to);
      if (path_.empty()) return;
    }
  }

  Index first_start(Point p) const {
    const auto at = std::lower_bound(segments_.begin(), segments_.end(), p,
                                     [](const Directed& s, Point q) { return precedes(s.a, q); });
    return static_cast<Index>(at - segments_.begin());
  }

  /// Where pieces of the cell touch, several segments start. The same piece goes on with the one
  /// next to `last`, clockwise: no other starts inside the piece, which is on the left of both.
  bool is_tighter(const Directed& last, Index k, Index other) const {
    return is_between_rays(last.b, segments_[other].b, last.a, segments_[k].b);
  }

  /// The path from this place on is a polygon.
  void close(Index place) {
    const bool has_area = static_cast<Index>(path_.size()) - place > 2;  // not there and back again
    for (auto at = path_.begin() + place; at != path_.end(); ++at) {
      state_[*at] = kDone;
      if (has_area) out_.points.push_back(segments_[*at].a);
    }
    if (has_area) out_.polygon_begin.push_back(static_cast<Index>(out_.points.size()));
    path_.resize(place);
  }

  std::span<Directed> segments_;
  std::vector<Index> state_;
  std::vector<Index> path_;
  CellPolygons& out_;
};

}  // namespace

CellPolygons cell_polygons(const CellBoundaries& boundaries, Index site_count,
                           const CheckInterrupt& interrupt) {
  std::vector<Index> begin(site_count + 1, 0);
  OccasionalCheck check_here(interrupt);
  std::vector<Directed> segments = segments_by_cell(boundaries, begin, check_here);
  CellPolygons result;
  result.polygon_begin.push_back(0);
  result.cell_begin.push_back(0);
  for (Index k = 0; k < site_count; ++k) {
    check_here();
    Chaining(std::span(segments).subspan(begin[k], begin[k + 1] - begin[k]), result).run();
    result.cell_begin.push_back(static_cast<Index>(result.polygon_begin.size()) - 1);
  }
  return result;
}

}  // namespace brenier
