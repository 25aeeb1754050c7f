#include "brenier/space/problem/prolongation.hpp"

#include <Eigen/Dense>

#include "brenier/space/problem/settings.hpp"
#include "brenier/space/triangulation/site_graph.hpp"

namespace brenier::space {
namespace {

using Matrix = Eigen::Matrix3d;
using Vector = Eigen::Vector3d;

Vector vector_of(Point p) { return {p.x, p.y, p.z}; }

/// Lists of sites, one for each site.
struct SiteLists {
  std::vector<std::size_t> begin{0};
  std::vector<Index> sites;

  std::span<const Index> operator[](Index site) const {
    return std::span(sites).subspan(begin[site], begin[site + 1] - begin[site]);
  }
};

/// The neighbours of each site, and theirs, without itself; no second ring around a site with very
/// many neighbours, nor by way of it.
SiteLists two_rings(const SiteGraph& graph, Index site_count, const CheckInterrupt& interrupt) {
  constexpr std::size_t kMany = 48;
  SiteLists result;
  std::vector<Index> around;
  OccasionalCheck check_now_and_then(interrupt);
  for (Index i = 0; i < site_count; ++i) {
    check_now_and_then();
    const std::span<const Index> ring = graph.neighbors(i);
    around.assign(ring.begin(), ring.end());
    for (const Index j : ring) {
      const std::span<const Index> beyond = graph.neighbors(j);
      if (ring.size() > kMany || beyond.size() > kMany) continue;
      around.insert(around.end(), beyond.begin(), beyond.end());
    }
    std::sort(around.begin(), around.end());
    around.erase(std::unique(around.begin(), around.end()), around.end());
    std::erase(around, i);
    result.sites.insert(result.sites.end(), around.begin(), around.end());
    result.begin.push_back(result.sites.size());
  }
  return result;
}

struct Quadratic {
  Vector site;
  double value;
  Vector gradient;
  Matrix curvature;

  double tangent(const Vector& d) const { return value + gradient.dot(d); }
  double operator()(const Vector& y) const {
    const Vector d = y - site;
    return tangent(d) + 0.5 * d.dot(curvature * d);
  }
};

/// With eigenvalues of at least a small part of the largest size of them.
Matrix made_positive(const Matrix& symmetric) {
  Eigen::SelfAdjointEigenSolver<Matrix> parts;
  parts.computeDirect(symmetric);
  const double size = parts.eigenvalues().cwiseAbs().maxCoeff();
  const Vector raised = parts.eigenvalues().cwiseMax(CoarseConstants::kFlattest * size);
  return parts.eigenvectors() * raised.asDiagonal() * parts.eigenvectors().transpose();
}

/// The symmetric part of the matrix B that minimises Σ (1 - |dy|²/2r²)⁴ |dc - B dy|² over the
/// differences of sites and of centroids to those around that are nearer than √2 r, r² the mean
/// |dy|².
Matrix change_of_centroids(Index site, std::span<const Index> around, std::span<const Point> sites,
                           std::span<const Point> centroids) {
  double reach = 0.0;
  for (const Index j : around) reach += squared_norm(sites[j] - sites[site]);
  reach /= static_cast<double>(around.size());
  Matrix of_sites = Matrix::Zero(), of_both = Matrix::Zero();
  for (const Index j : around) {
    const Vector dy = vector_of(sites[j] - sites[site]);
    const Vector dc = vector_of(centroids[j] - centroids[site]);
    const double root = std::max(0.0, 1.0 - dy.squaredNorm() / (2.0 * reach));
    const double share = root * root * root * root;
    of_sites += share * dy * dy.transpose();
    of_both += share * dc * dy.transpose();
  }
  // Sites in a plane say nothing of what is beside it.
  constexpr double kLeastWidth = 1e-6;
  of_sites += kLeastWidth * of_sites.trace() * Matrix::Identity();
  const Matrix change = of_both * of_sites.inverse();
  return 0.5 * (change + change.transpose());
}

std::vector<Quadratic> quadratics_of(const RegularTriangulation& coarse,
                                     std::span<const Point> centroids, const SiteLists& rings,
                                     const CheckInterrupt& interrupt) {
  const std::vector<Point>& sites = coarse.sites();
  const auto potential = [&](Index i) {
    return 0.5 * (squared_norm(sites[i]) - coarse.weights()[i]);
  };
  std::vector<Quadratic> result;
  result.reserve(sites.size());
  OccasionalCheck check_now_and_then(interrupt);
  for (Index i = 0; i < coarse.site_count(); ++i) {
    check_now_and_then();
    Quadratic q{vector_of(sites[i]), potential(i), vector_of(centroids[i]), Matrix::Zero()};
    const std::span<const Index> around = rings[i];
    if (!around.empty()) {
      q.curvature = made_positive(change_of_centroids(i, around, sites, centroids));
      // By how much u* is above the tangent plane, in units of what the quadratic is.
      double part = 1.0;
      for (const Index j : around) {
        const Vector d = vector_of(sites[j]) - q.site;
        const double above = potential(j) - q.tangent(d);
        part = std::min(part, CoarseConstants::kBelow * above / (0.5 * d.dot(q.curvature * d)));
      }
      q.curvature *= std::max(part, CoarseConstants::kFlattest);
    }
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
  const SiteLists rings = two_rings(SiteGraph(coarse, interrupt), coarse.site_count(), interrupt);
  const std::vector<Quadratic> quadratics = quadratics_of(coarse, centroids, rings, interrupt);
  std::vector<double> result;
  result.reserve(points.size());
  OccasionalCheck check_now_and_then(interrupt);
  for (std::size_t k = 0; k < points.size(); ++k) {
    check_now_and_then();
    const Vector y = vector_of(points[k]);
    double highest = quadratics[coarse_of_point[k]](y);
    for (const Index j : rings[coarse_of_point[k]]) {
      highest = std::max(highest, quadratics[j](y));
    }
    result.push_back(squared_norm(points[k]) - 2.0 * highest);
  }
  return result;
}

}  // namespace brenier::space
