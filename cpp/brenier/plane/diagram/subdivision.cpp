#include "brenier/plane/diagram/subdivision.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>
#include <utility>

#include "brenier/plane/diagram/boundary_pieces.hpp"
#include "brenier/plane/diagram/ring_faults.hpp"
#include "brenier/plane/diagram/vertex_repair.hpp"
#include "brenier/plane/domain/polygon.hpp"

namespace brenier {
namespace {

/// Surely inside from end to end, as rounding does not matter where the boundary is far.
bool is_inside(const DiagramVertices& vertices, const DomainIndex& domain,
               const TriangulationEdge& edge) {
  if (edge.left == kNone || edge.right == kNone) return false;
  const Point a = vertices[edge.right], b = vertices[edge.left];
  const Point reach = domain.reach(b);
  return std::abs(a.x - b.x) < reach.x && std::abs(a.y - b.y) < reach.y;
}

bool may_coincide(const DiagramVertices& vertices, const TriangulationEdge& edge) {
  if (edge.left == kNone || edge.right == kNone) return false;
  const Point a = vertices[edge.right], b = vertices[edge.left];
  const double error = vertices.error(edge.right) + vertices.error(edge.left);
  return std::abs(a.x - b.x) <= error && std::abs(a.y - b.y) <= error;
}

/// Gives one place to vertices that are truly one, where rounding has not: the lowest.
void bring_together(std::vector<Point>& places, std::span<const std::array<Index, 2>> pairs) {
  for (bool is_done = false; !is_done;) {
    is_done = true;
    for (const auto& [v, w] : pairs) {
      Point &p = places[v], &q = places[w];
      if (p == q) continue;
      p = q = std::tie(p.x, p.y) < std::tie(q.x, q.y) ? p : q;
      is_done = false;
    }
  }
}

/// Has the pieces take their detours, which are in the order of pieces' numbers, from `first` on.
void divide(std::vector<Piece>& pieces, Index first, const std::vector<Point>& places,
            std::span<const Detour> detours) {
  const Index count = static_cast<Index>(pieces.size());
  auto next = std::lower_bound(detours.begin(), detours.end(), Detour{first, 0});
  while (next != detours.end() && next->piece < first + count) {
    const Index number = next->piece;
    const Piece whole = pieces[number - first];
    const Point a = places[whole.a], along = places[whole.b] - a;
    std::vector<std::pair<double, Index>> stops;
    for (; next != detours.end() && next->piece == number; ++next) {
      stops.push_back({dot(places[next->vertex] - a, along), next->vertex});
    }
    std::sort(stops.begin(), stops.end());
    pieces[number - first].b = stops.front().second;
    for (std::size_t k = 0; k < stops.size(); ++k) {
      const Index end = k + 1 < stops.size() ? stops[k + 1].second : whole.b;
      pieces.push_back({whole.left, whole.right, stops[k].second, end});
    }
  }
}

/// Each hole behind the outline that it lies in: the innermost of those around it.
std::vector<std::vector<Index>> by_outline(const CellRings& rings) {
  std::vector<std::vector<Point>> points(rings.count());
  std::vector<Index> outlines, holes;
  for (Index r = 0; r < rings.count(); ++r) {
    for (const DirectedPiece& s : rings.ring(r)) points[r].push_back(s.a);
    (is_counterclockwise(points[r]) ? outlines : holes).push_back(r);
  }
  std::vector<std::vector<Index>> result;
  for (const Index r : outlines) result.push_back({r});
  for (const Index hole : holes) {
    std::vector<Index>* innermost = nullptr;
    for (std::vector<Index>& group : result) {
      if (!encloses(points[group[0]], points[hole])) continue;
      if (!innermost || encloses(points[(*innermost)[0]], points[group[0]])) innermost = &group;
    }
    if (innermost) innermost->push_back(hole);
  }
  return result;
}

}  // namespace

Subdivision::Subdivision(const RegularTriangulation& triangulation, const DomainIndex& domain,
                         const Similarity& similarity, int workers, const CheckInterrupt& interrupt)
    : site_count_(static_cast<Index>(triangulation.sites().size())) {
  find_pieces(triangulation, domain, workers, interrupt);
  places_.reserve(local_.size());
  for (const Point x : local_) places_.push_back(similarity.from_local(x));
  make_valid(interrupt);
}

void Subdivision::find_pieces(const RegularTriangulation& triangulation, const DomainIndex& domain,
                              int workers, const CheckInterrupt& interrupt) {
  const DiagramVertices vertices(triangulation, workers, interrupt);
  ExactClipper clipper(triangulation, vertices, domain);
  OccasionalCheck check_here(interrupt);
  std::vector<std::array<Index, 2>> coincident;
  triangulation.for_each_edge([&](const TriangulationEdge& edge) {
    check_here();
    if (may_coincide(vertices, edge) && vertices.coincide(edge)) {
      coincident.push_back({edge.left, edge.right});
    } else if (is_inside(vertices, domain, edge)) {
      facets_.push_back({edge.i, edge.j, edge.right, edge.left});
    } else {
      clipper.clip(edge);
    }
  });
  const Polygon& polygon = domain.polygon();
  first_corner_ = static_cast<Index>(triangulation.triangles().size());
  first_crossing_ = first_corner_ + polygon.edge_count();
  facets_.insert(facets_.end(), clipper.facets().begin(), clipper.facets().end());
  along_boundary_ = clipper.along_boundary();
  boundary_ = boundary_pieces(triangulation, polygon, clipper.changes(), first_corner_);
  local_.reserve(first_crossing_ + clipper.crossings().size());
  for (Index t = 0; t < first_corner_; ++t) local_.push_back(vertices[t]);
  bring_together(local_, coincident);
  local_.insert(local_.end(), polygon.vertices().begin(), polygon.vertices().end());
  local_.insert(local_.end(), clipper.crossings().begin(), clipper.crossings().end());
}

/// The pieces around each cell, and at last around the outside.
class Subdivision::PiecesByCell {
 public:
  explicit PiecesByCell(const Subdivision& all)
      : all_(all),
        begin_(all.site_count_ + 2, 0),
        numbers_{&all.facets_, &all.along_boundary_, &all.boundary_} {
    for (const auto* group : numbers_) {
      for (const Piece& s : *group) ++begin_[s.left + 1], ++begin_[right_of(s) + 1];
    }
    for (std::size_t k = 1; k < begin_.size(); ++k) begin_[k] += begin_[k - 1];
    std::vector<std::size_t> at(begin_.begin(), begin_.end() - 1);
    entries_.resize(begin_.back());
    Index number = 0;
    for (const auto* group : numbers_) {
      for (const Piece& s : *group) {
        entries_[at[s.left]++] = entries_[at[right_of(s)]++] = {&s, number++};
      }
    }
  }

  /// Chains those around one cell, or around the outside, which has the number of cells.
  void chain(Index cell, CellRings& rings) {
    pieces_.clear();
    for (std::size_t k = begin_[cell]; k < begin_[cell + 1]; ++k) {
      const auto& [s, number] = entries_[k];
      const bool is_left = s->left == cell;
      const Index from = is_left ? s->a : s->b, to = is_left ? s->b : s->a;
      pieces_.push_back({all_.places_[from], all_.places_[to], from, to, number});
    }
    rings.chain(pieces_);
  }

 private:
  struct Entry {
    const Piece* piece;
    Index number;
  };

  Index right_of(const Piece& s) const { return s.right == kNone ? all_.site_count_ : s.right; }

  const Subdivision& all_;
  std::vector<std::size_t> begin_;
  std::array<const std::vector<Piece>*, 3> numbers_;  // counted through, one after the other
  std::vector<Entry> entries_;
  std::vector<DirectedPiece> pieces_;
};

void Subdivision::make_valid(const CheckInterrupt& interrupt) {
  std::optional<VertexRepair> repair;
  const auto start = [&] {
    std::vector<Firmness> firmness(places_.size(), Firmness::kFree);
    for (const Piece& s : boundary_) firmness[s.a] = Firmness::kOnBoundary;
    for (Index k = first_corner_; k < first_crossing_; ++k) firmness[k] = Firmness::kCorner;
    repair.emplace(places_, std::move(firmness));
  };
  std::vector<Detour> detours;
  CellRings rings;
  OccasionalCheck check_here(interrupt);
  constexpr int kMostRounds = 100;
  for (int round = 0; round < kMostRounds; ++round) {
    const Index first_along = static_cast<Index>(facets_.size());
    const Index first_of_boundary = first_along + static_cast<Index>(along_boundary_.size());
    PiecesByCell pieces(*this);
    for (Index cell = 0; cell <= site_count_; ++cell) {
      check_here();
      pieces.chain(cell, rings);
      const auto fault = cell < site_count_ ? fault_of(rings) : contact_in(rings);
      if (!fault) continue;
      if (!repair) start();
      repair->mend(rings, *fault, first_of_boundary);
    }
    if (!repair || !repair->apply(detours)) return;
    divide(facets_, 0, places_, detours);
    divide(along_boundary_, first_along, places_, detours);
    divide(boundary_, first_of_boundary, places_, detours);
  }
}

CellPolygons Subdivision::polygons(std::span<const Index> cells,
                                   const CheckInterrupt& interrupt) const {
  PiecesByCell pieces(*this);
  CellRings rings;
  CellPolygons result;
  OccasionalCheck check_here(interrupt);
  const auto add = [&](Index r) {
    for (const DirectedPiece& s : rings.ring(r)) result.points.push_back(s.a);
    result.ring_begin.push_back(static_cast<Index>(result.points.size()));
  };
  const auto close_polygon = [&] {
    result.polygon_begin.push_back(static_cast<Index>(result.ring_begin.size()) - 1);
  };
  for (const Index cell : cells) {
    check_here();
    if (cell != kNone) {
      pieces.chain(cell, rings);
      if (rings.count() == 1) {
        add(0);
        close_polygon();
      } else if (rings.count() > 1) {
        for (const std::vector<Index>& group : by_outline(rings)) {
          for (const Index r : group) add(r);
          close_polygon();
        }
      }
    }
    result.cell_begin.push_back(static_cast<Index>(result.polygon_begin.size()) - 1);
  }
  return result;
}

}  // namespace brenier
