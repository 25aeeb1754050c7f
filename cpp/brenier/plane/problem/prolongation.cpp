#include "brenier/plane/problem/prolongation.hpp"

#include <algorithm>
#include <cmath>

#include "brenier/plane/points/symmetric_matrix.hpp"
#include "brenier/plane/problem/settings.hpp"

namespace brenier {
namespace {

/// Lists of sites, one for each site.
struct SiteLists {
  std::vector<Index> begin{0}, sites;

  std::span<const Index> operator[](Index site) const {
    return std::span(sites).subspan(begin[site], begin[site + 1] - begin[site]);
  }
  void add(std::span<const Index> list) {
    sites.insert(sites.end(), list.begin(), list.end());
    begin.push_back(static_cast<Index>(sites.size()));
  }
};

SiteLists neighbors_in(const RegularTriangulation& triangulation) {
  SiteLists result;
  result.begin.resize(triangulation.sites().size() + 1, 0);
  triangulation.for_each_edge([&](const TriangulationEdge& edge) {
    ++result.begin[edge.i + 1];
    ++result.begin[edge.j + 1];
  });
  for (std::size_t k = 1; k < result.begin.size(); ++k) result.begin[k] += result.begin[k - 1];
  result.sites.resize(result.begin.back());
  std::vector<Index> next(result.begin.begin(), result.begin.end() - 1);
  triangulation.for_each_edge([&](const TriangulationEdge& edge) {
    result.sites[next[edge.i]++] = edge.j;
    result.sites[next[edge.j]++] = edge.i;
  });
  return result;
}

/// The neighbours of each site, and theirs, without itself; no second ring around a site with very
/// many neighbours, nor by way of it.
SiteLists two_rings(const SiteLists& neighbors) {
  constexpr std::size_t kMany = 32;
  SiteLists result;
  std::vector<Index> around;
  for (Index i = 0; i + 1 < static_cast<Index>(neighbors.begin.size()); ++i) {
    around.assign(neighbors[i].begin(), neighbors[i].end());
    for (const Index j : neighbors[i]) {
      if (neighbors[i].size() > kMany || neighbors[j].size() > kMany) continue;
      around.insert(around.end(), neighbors[j].begin(), neighbors[j].end());
    }
    std::sort(around.begin(), around.end());
    around.erase(std::unique(around.begin(), around.end()), around.end());
    std::erase(around, i);
    result.add(around);
  }
  return result;
}

struct Quadratic {
  Point site;
  double value;
  Point gradient;
  SymmetricMatrix curvature;

  double operator()(Point y) const {
    const Point d = y - site;
    return value + dot(gradient, d) + 0.5 * dot(d, curvature * d);
  }
};

/// With eigenvalues of at least a small part of the larger size of them.
SymmetricMatrix made_positive(const SymmetricMatrix& m) {
  const double half = 0.5 * m.trace(), difference = 0.5 * (m.xx - m.yy);
  const double radius = norm({difference, m.xy});
  const double size = std::max(std::abs(half + radius), std::abs(half - radius));
  const double low = std::max(half - radius, CoarseConstants::kFlattest * size);
  const double high = std::max(half + radius, low);
  const double mean = 0.5 * (low + high);
  const double scale = radius > 0.0 ? 0.5 * (high - low) / radius : 0.0;
  return {mean + scale * difference, scale * m.xy, mean - scale * difference};
}

/// The symmetric part of the matrix B that minimises Σ (1 - |dy|²/2r²)⁴ |dc - B dy|² over the
/// differences of sites and of centroids to those around that are nearer than √2 r, r² the mean
/// |dy|².
SymmetricMatrix change_of_centroids(Index site, std::span<const Index> around,
                                    std::span<const Point> sites,
                                    std::span<const Point> centroids) {
  double reach = 0.0;
  for (const Index j : around) reach += squared_norm(sites[j] - sites[site]);
  reach /= static_cast<double>(around.size());
  SymmetricMatrix of_sites;
  Point x_row, y_row;  // of Σ dc dyᵀ
  for (const Index j : around) {
    const Point dy = sites[j] - sites[site], dc = centroids[j] - centroids[site];
    const double root = std::max(0.0, 1.0 - squared_norm(dy) / (2.0 * reach));
    const double share = root * root * root * root;
    of_sites.xx += share * dy.x * dy.x;
    of_sites.xy += share * dy.x * dy.y;
    of_sites.yy += share * dy.y * dy.y;
    x_row = x_row + share * dc.x * dy;
    y_row = y_row + share * dc.y * dy;
  }
  // Sites on a line say nothing of what is beside it.
  constexpr double kLeastWidth = 1e-6;
  const double width = kLeastWidth * of_sites.trace();
  of_sites.xx += width;
  of_sites.yy += width;
  const double share = 1.0 / of_sites.determinant();
  const SymmetricMatrix inverse{share * of_sites.yy, -share * of_sites.xy, share * of_sites.xx};
  const Point x = inverse * x_row, y = inverse * y_row;
  return {x.x, 0.5 * (x.y + y.x), y.y};
}

std::vector<Quadratic> quadratics_of(const RegularTriangulation& coarse,
                                     std::span<const Point> centroids, const SiteLists& around) {
  const std::vector<Point>& sites = coarse.sites();
  const auto potential = [&](Index i) {
    return 0.5 * (squared_norm(sites[i]) - coarse.weights()[i]);
  };
  std::vector<Quadratic> result;
  for (Index i = 0; i < static_cast<Index>(sites.size()); ++i) {
    Quadratic q{sites[i], potential(i), centroids[i],
                made_positive(change_of_centroids(i, around[i], sites, centroids))};
    // By how much u* is above the tangent plane, in units of what the quadratic is.
    double part = 1.0;
    for (const Index j : around[i]) {
      const Point d = sites[j] - q.site;
      const double above = potential(j) - q.value - dot(q.gradient, d);
      part = std::min(part, CoarseConstants::kBelow * above / (0.5 * dot(d, q.curvature * d)));
    }
    part = std::max(part, CoarseConstants::kFlattest);
    q.curvature = {part * q.curvature.xx, part * q.curvature.xy, part * q.curvature.yy};
    result.push_back(q);
  }
  return result;
}

}  // namespace

std::vector<double> prolonged_weights(const RegularTriangulation& coarse,
                                      std::span<const Point> centroids,
                                      std::span<const Point> points,
                                      std::span<const Index> coarse_of_point,
                                      const CheckInterrupt& interrupt) {
  const SiteLists around = two_rings(neighbors_in(coarse));
  check(interrupt);
  const std::vector<Quadratic> quadratics = quadratics_of(coarse, centroids, around);
  std::vector<double> result;
  result.reserve(points.size());
  constexpr std::size_t kMany = 1 << 14;
  for (std::size_t k = 0; k < points.size(); ++k) {
    if (k % kMany == 0) check(interrupt);
    const Point y = points[k];
    double highest = quadratics[coarse_of_point[k]](y);
    for (const Index j : around[coarse_of_point[k]]) {
      highest = std::max(highest, quadratics[j](y));
    }
    result.push_back(squared_norm(y) - 2.0 * highest);
  }
  return result;
}

}  // namespace brenier
