// Domains: which rings are refused, and what those that are not mean.
#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>

#include <algorithm>

#include "decoder.hpp"
#include "diagram_laws.hpp"
#include "require.hpp"

namespace brenier::fuzz {
namespace {

using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;

struct Edge {
  Kernel::Point_2 p, q;
};

/// The edges of the rings, but for those of no length.
std::vector<Edge> edges_of(const std::vector<Ring>& rings, const Similarity& similarity) {
  std::vector<Edge> result;
  for (const Ring& ring : rings) {
    for (std::size_t k = 0; k < ring.size(); ++k) {
      const Point p = similarity.to_local(ring[k]);
      const Point q = similarity.to_local(ring[(k + 1) % ring.size()]);
      if (!(p == q)) result.push_back({{p.x, p.y}, {q.x, q.y}});
    }
  }
  return result;
}

/// Does some edge cross the inside of another one, from one side to the other?
bool has_crossing(const std::vector<Edge>& edges) {
  const auto separates = [](const Edge& e, const Edge& f) {
    return CGAL::orientation(e.p, e.q, f.p) * CGAL::orientation(e.p, e.q, f.q) < 0;
  };
  for (const Edge& e : edges) {
    for (const Edge& f : edges) {
      if (separates(e, f) && separates(f, e)) return true;
    }
  }
  return false;
}

/// Is every vertex on its own two edges only, and no edge crossed?
bool is_simple(const std::vector<Edge>& edges) {
  for (const Edge& e : edges) {
    const auto touches = [&](const Edge& f) { return Kernel::Segment_2(f.p, f.q).has_on(e.p); };
    if (std::ranges::count_if(edges, touches) != 2) return false;
  }
  return !has_crossing(edges);
}

/// One ring, simple, of a moderate size, and nowhere near thin.
bool is_beyond_doubt(const std::vector<Ring>& rings) {
  if (rings.size() != 1) return false;
  Box box;
  double twice_area = 0.0;
  const Ring& ring = rings[0];
  for (std::size_t k = 0; k < ring.size(); ++k) {
    if (!is_of_moderate_size(ring[k])) return false;
    box.add(ring[k]);
    twice_area += cross(ring[k] - ring[0], ring[(k + 1) % ring.size()] - ring[0]);
  }
  const double size = box.size();
  return size > 1e-100 && size < 1e100 && std::abs(twice_area) > 1e-10 * size * size &&
         is_simple(edges_of(rings, Similarity::of(box)));
}

using Move = Point (*)(Point);
constexpr Move kStay = [](Point p) { return p; };
constexpr Move kMirror = [](Point p) { return Point{-p.x, p.y}; };
constexpr Move kSwap = [](Point p) { return Point{p.y, p.x}; };

std::vector<Ring> moved(std::vector<Ring> rings, Move move) {
  for (Ring& ring : rings) std::ranges::transform(ring, ring.begin(), move);
  return rings;
}

/// The same region, told in another way.
std::vector<Ring> told_otherwise(std::vector<Ring> rings) {
  std::ranges::reverse(rings);
  for (Ring& ring : rings) {
    if (ring.empty()) continue;
    std::rotate(ring.begin(), ring.begin() + ring.size() / 2, ring.end());
    ring.push_back(ring.front());
  }
  std::ranges::reverse(rings.front());
  return rings;
}

/// One cell is the whole domain.
void require_whole(const std::shared_ptr<const Source>& source) {
  const SourceInput input{source};
  const std::vector<Point> sites{source->similarity.from_local({0.0, 0.0})};
  const std::vector<double> weights{0.0};
  const PowerDiagram diagram(sites, weights, source);
  require(diagram.facets().masses.empty(), "one cell has no facets");
  require_partition(diagram, sites, input);
}

void require_same_points_inside(const Source& source, const Source& other, Move move,
                                std::span<const Point> points) {
  const DomainIndex &domain = domain_of(source.density), &moved = domain_of(other.density);
  for (const Point x : points) {
    const Point local = source.similarity.to_local(x);
    const bool is_inside = domain.contains(local);
    require(is_inside == domain.polygon().contains(local), "the index agrees on ", x);
    bool is_on_boundary = false;
    for (Index k = 0; k < domain.polygon().edge_count(); ++k) {
      const auto [p, q] = domain.polygon().edge(k);
      is_on_boundary |= Kernel::Segment_2({p.x, p.y}, {q.x, q.y}).has_on({local.x, local.y});
    }
    if (is_on_boundary) continue;  // which may belong to either side
    require(moved.contains(other.similarity.to_local(move(x))) == is_inside, "all agree on ", x);
  }
}

void test(Decoder decoder) {
  const std::vector<Ring> rings = decoder.rings();
  std::vector<Point> points = decoder.points(8);
  std::erase_if(points, [](Point x) { return !is_of_moderate_size(x); });
  const auto make = [](const std::vector<Ring>& given) {
    return if_accepted([&] { return std::make_shared<const Source>(uniform_source(given)); });
  };
  const auto source = make(rings);
  for (const Move move : {kStay, kMirror, kSwap}) {
    const auto other = rings.empty() ? source : make(moved(told_otherwise(rings), move));
    require(other.has_value() == source.has_value(),
            "a domain is accepted in whatever way it is told");
    if (source) require_same_points_inside(**source, **other, move, points);
  }
  if (source) {
    require(!has_crossing(edges_of(rings, (*source)->similarity)), "crossing edges are refused");
    require_whole(*source);
  } else {
    require(!is_beyond_doubt(rings), "a simple polygon is accepted");
  }
}

}  // namespace
}  // namespace brenier::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  brenier::fuzz::test(brenier::fuzz::Decoder({data, size}));
  return 0;
}
