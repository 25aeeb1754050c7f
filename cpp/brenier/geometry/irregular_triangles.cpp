#include "brenier/geometry/irregular_triangles.hpp"

#include <algorithm>

#include "brenier/geometry/orientation.hpp"
#include "brenier/geometry/power_test.hpp"
#include "brenier/parallel.hpp"

namespace brenier {
namespace {

constexpr Index kBlock = 1 << 14;
constexpr Index kBlocksBetweenChecks = 1 << 8;

class Search {
 public:
  Search(std::span<const Triangle> triangles, std::span<const Point> sites,
         std::span<const double> weights)
      : triangles_(triangles), sites_(sites), weights_(weights) {}

  IrregularTriangles block(Index begin, Index end) const {
    IrregularTriangles result;
    for (Index t = begin; t < end; ++t) {
      const Triangle& triangle = triangles_[t];
      bool is_irregular = false;
      for (int k = 0; k < 3; ++k) {
        const Index o = triangle.neighbors[k];
        if (o >= t || o == kNone) continue;  // each edge from its later triangle
        const Triangle& other = triangles_[o];
        const Index d = other.vertices[place(other.neighbors, t)];
        const Index a = triangle.vertices[k], b = triangle.vertices[next(k)],
                    c = triangle.vertices[previous(k)];
        if (power_test(site(a), site(b), site(c), site(d)) <= 0) continue;
        is_irregular = true;
        if (orientation(sites_[a], sites_[b], sites_[d]) <= 0 ||
            orientation(sites_[d], sites_[c], sites_[a]) <= 0) {
          result.hide_a_site = true;
        }
      }
      if (is_irregular) result.triangles.push_back(t);
    }
    return result;
  }

 private:
  WeightedPoint site(Index k) const { return {sites_[k], weights_[k]}; }

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
