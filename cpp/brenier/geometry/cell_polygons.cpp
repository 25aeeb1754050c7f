#include "brenier/geometry/cell_polygons.hpp"

#include <span>
#include <tuple>

namespace brenier {
namespace {

struct Directed {
  Point a;
  Point b;
};

bool precedes(Point p, Point q) { return std::tie(p.x, p.y) < std::tie(q.x, q.y); }

/// The segments around each cell, the cell on their left: cell i holds [begin[i], begin[i + 1]).
std::vector<Directed> segments_by_cell(const PowerDiagram& diagram, std::vector<Index>& begin) {
  diagram.for_each_segment([&](const Segment& s) {
    ++begin[s.left + 1];
    if (s.right != kNone) ++begin[s.right + 1];
  });
  for (std::size_t k = 1; k < begin.size(); ++k) begin[k] += begin[k - 1];
  std::vector<Directed> result(begin.back());
  std::vector<Index> at(begin.begin(), begin.end() - 1);
  diagram.for_each_segment([&](const Segment& s) {
    result[at[s.left]++] = {s.a, s.b};
    if (s.right != kNone) result[at[s.right]++] = {s.b, s.a};
  });
  return result;
}

/// Follows the segments from end to start, which are the same to the last bit, until they close.
void chain(std::span<Directed> segments, CellPolygons& out) {
  std::sort(segments.begin(), segments.end(),
            [](const Directed& s, const Directed& t) { return precedes(s.a, t.a); });
  std::vector<char> used(segments.size(), 0);
  for (std::size_t first = 0; first < segments.size(); ++first) {
    if (used[first]) continue;
    const std::size_t begin = out.points.size();
    for (std::size_t at = first; at < segments.size() && !used[at];) {
      used[at] = 1;
      out.points.push_back(segments[at].a);
      const Point end = segments[at].b;
      at = static_cast<std::size_t>(
          std::lower_bound(segments.begin(), segments.end(), end,
                           [](const Directed& s, Point p) { return precedes(s.a, p); }) -
          segments.begin());
      while (at < segments.size() && used[at] && segments[at].a == end) ++at;
      if (at < segments.size() && !(segments[at].a == end)) break;
    }
    if (out.points.size() - begin < 3) {
      out.points.resize(begin);  // there and back again: no area
    } else {
      out.polygon_begin.push_back(static_cast<Index>(out.points.size()));
    }
  }
}

}  // namespace

CellPolygons cell_polygons(const PowerDiagram& diagram, Index site_count) {
  std::vector<Index> begin(site_count + 1, 0);
  std::vector<Directed> segments = segments_by_cell(diagram, begin);
  CellPolygons result;
  result.polygon_begin.push_back(0);
  result.cell_begin.push_back(0);
  for (Index k = 0; k < site_count; ++k) {
    chain(std::span(segments).subspan(begin[k], begin[k + 1] - begin[k]), result);
    result.cell_begin.push_back(static_cast<Index>(result.polygon_begin.size()) - 1);
  }
  return result;
}

}  // namespace brenier
