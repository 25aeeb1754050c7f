#include "brenier/plane/triangulation/irregular_triangles.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "brenier/parallel.hpp"
#include "brenier/plane/points/orientation.hpp"
#include "brenier/plane/triangulation/power_test.hpp"

namespace brenier {
namespace {

constexpr Index kBatch = 1 << 8;   // triangles whose planes fit into the fastest cache
constexpr Index kBlock = 1 << 14;  // triangles for one thread at a time
constexpr Index kBlocksBetweenChecks = 1 << 7;

/// The plane through a triangle's lifted vertices, seen from the first of them: a site at offset e
/// whose lifted height is z = |e|² - (w - w_a) lies below it if  z det - normal · e  is negative.
/// This is the determinant of power_test, and so are the parts of its permanent, which bound the
/// error.
struct Plane {
  Point origin;
  double weight;
  double det, det_bound;
  Point normal, normal_bound;
  double size;  // what underflow may be multiplied by
};

Plane plane(const WeightedPoint& a, const WeightedPoint& b, const WeightedPoint& c) {
  const Point u = b.point - a.point, v = c.point - a.point;
  const double su = squared_norm(u), sv = squared_norm(v);
  const double wu = b.weight - a.weight, wv = c.weight - a.weight;
  const double zu = su - wu, zv = sv - wv;
  const double zu_bound = su + std::abs(wu), zv_bound = sv + std::abs(wv);
  const double uv = u.x * v.y, vu = u.y * v.x;
  const double det_bound = std::abs(uv) + std::abs(vu);
  return {a.point,
          a.weight,
          uv - vu,
          det_bound,
          {zu * v.y - zv * u.y, zv * u.x - zu * v.x},
          {zu_bound * std::abs(v.y) + zv_bound * std::abs(u.y),
           zv_bound * std::abs(u.x) + zu_bound * std::abs(v.x)},
          1.0 + det_bound + zu_bound + zv_bound};
}

/// Is d above the plane, without doubt?
bool is_surely_above(const Plane& p, const WeightedPoint& d) {
  const Point e = d.point - p.origin;
  const double s = squared_norm(e), w = d.weight - p.weight;
  const double height = (s - w) * p.det - (p.normal.x * e.x + p.normal.y * e.y);
  const double z_bound = s + std::abs(w), x_bound = std::abs(e.x), y_bound = std::abs(e.y);
  const double permanent =
      z_bound * p.det_bound + (p.normal_bound.x * x_bound + p.normal_bound.y * y_bound);
  constexpr double kErrorBound = 12.0 * std::numeric_limits<double>::epsilon();
  constexpr double kUnderflow = 1e-300;
  return height > kErrorBound * permanent + kUnderflow * (1.0 + z_bound) * p.size;
}

class Search {
 public:
  Search(std::span<const Triangle> triangles, std::span<const Point> sites,
         std::span<const double> weights)
      : triangles_(triangles), sites_(sites), weights_(weights) {}

  IrregularTriangles block(Index begin, Index end) const {
    IrregularTriangles result;
    std::array<Plane, kBatch> planes;
    std::array<Edge, 3 * kBatch + 1> edges;
    for (Index t = begin; t < end; t += kBatch) {
      examine_batch(t, std::min(end, t + kBatch), planes, edges, result);
    }
    return result;
  }

 private:
  struct Edge {
    Index triangle;
    Index beyond;    // the neighbour
    Index opposite;  // its vertex that is not on the edge
  };

  WeightedPoint site(Index k) const { return {sites_[k], weights_[k]}; }

  /// First planes, then edges, so that no branch depends on what cannot be predicted.
  void examine_batch(Index begin, Index end, std::span<Plane> planes, std::span<Edge> edges,
                     IrregularTriangles& result) const {
    std::size_t edge_count = 0;
    for (Index t = begin; t < end; ++t) {
      const auto& [vertices, neighbors] = triangles_[t];
      planes[t - begin] = plane(site(vertices[0]), site(vertices[1]), site(vertices[2]));
      for (int k = 0; k < 3; ++k) {
        // Each edge from its later triangle; kNone is larger than any when it has no sign.
        const Index o = neighbors[k];
        const bool counts = static_cast<std::uint32_t>(o) < static_cast<std::uint32_t>(t);
        const auto& [p, q, r] = triangles_[counts ? o : t].vertices;
        // What is left of the neighbour's vertices without the ends of the edge.
        const Index opposite = (p ^ q ^ r) ^ (vertices[next(k)] ^ vertices[previous(k)]);
        edges[edge_count] = {t, o, opposite};
        edge_count += counts;
      }
    }
    for (std::size_t k = 0; k < edge_count; ++k) {
      const auto& [t, o, d] = edges[k];
      if (!is_surely_above(planes[t - begin], site(d))) examine(t, o, d, result);
    }
  }

  /// Is the edge between t and o, whose vertex d is not on it, regular? Exactly.
  void examine(Index t, Index o, Index d, IrregularTriangles& result) const {
    const Triangle& triangle = triangles_[t];
    const int k = place(triangle.neighbors, o);
    const Index a = triangle.vertices[k], b = triangle.vertices[next(k)],
                c = triangle.vertices[previous(k)];
    if (power_test(site(a), site(b), site(c), site(d)) <= 0) return;
    if (result.triangles.empty() || result.triangles.back() != t) result.triangles.push_back(t);
    if (orientation(sites_[a], sites_[b], sites_[d]) <= 0 ||
        orientation(sites_[d], sites_[c], sites_[a]) <= 0) {
      result.hide_a_site = true;
    }
  }

  std::span<const Triangle> triangles_;
  std::span<const Point> sites_;
  std::span<const double> weights_;
};

}  // namespace

IrregularTriangles find_irregular_triangles(std::span<const Triangle> triangles,
                                            std::span<const Point> sites,
                                            std::span<const double> weights, int workers,
                                            const CheckInterrupt& interrupt) {
  const Search search(triangles, sites, weights);
  const auto count = static_cast<Index>(triangles.size());
  const Index blocks = (count + kBlock - 1) / kBlock;
  std::vector<IrregularTriangles> found(blocks);
  for (Index first = 0; first < blocks; first += kBlocksBetweenChecks) {
    check(interrupt);
    parallel_for(workers, std::min(kBlocksBetweenChecks, blocks - first), [&](Index k) {
      const Index begin = (first + k) * kBlock;
      found[first + k] = search.block(begin, std::min(count, begin + kBlock));
    });
  }
  IrregularTriangles result;
  for (const IrregularTriangles& block : found) {
    result.triangles.insert(result.triangles.end(), block.triangles.begin(), block.triangles.end());
    result.hide_a_site = result.hide_a_site || block.hide_a_site;
  }
  return result;
}

}  // namespace brenier
