#include "brenier/space/problem/prolongation.hpp"

#include <Eigen/Dense>

#include <algorithm>

#include "brenier/space/problem/settings.hpp"

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

/// The quadratic u(y) about a site, in terms of the weight w(y) = |y|² - 2 u(y), which is all that
/// can be said of it on a torus: the square of y is left out of both.
struct Quadratic {
  double weight;
  Vector move;  // to the centroid of the cell, which is the gradient of u
  Matrix curvature;

  /// Twice by how much u is above a tangent plane where the weight is w, at a distance d.
  double above_tangent(double w, const Vector& d) const {
    return d.squaredNorm() - (w - weight) - 2.0 * move.dot(d);
  }
  double operator()(const Vector& d) const {
    return weight + d.squaredNorm() - 2.0 * move.dot(d) - d.dot(curvature * d);
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

class Prolongation {
 public:
  Prolongation(const CoarseTransport& coarse, const CheckInterrupt& interrupt)
      : coarse_(coarse),
        rings_(two_rings(coarse.graph, static_cast<Index>(coarse.sites.size()), interrupt)) {
    quadratics_.reserve(coarse.sites.size());
    OccasionalCheck check_now_and_then(interrupt);
    for (Index i = 0; i < static_cast<Index>(coarse.sites.size()); ++i) {
      check_now_and_then();
      quadratics_.push_back(quadratic_of(i));
    }
  }

  double weight(Point y, Index near) const {
    double least = quadratics_[near](way(near, y));
    for (const Index j : rings_[near]) least = std::min(least, quadratics_[j](way(j, y)));
    return least;
  }

 private:
  Vector way(Index from, Point to) const {
    return vector_of(coarse_.nearest(to, coarse_.sites[from]) - coarse_.sites[from]);
  }
  Vector move(Index i) const { return vector_of(coarse_.centroids[i] - coarse_.sites[i]); }

  Quadratic quadratic_of(Index i) const {
    Quadratic result{coarse_.weights[i], move(i), Matrix::Zero()};
    if (rings_[i].empty()) return result;
    result.curvature = made_positive(change_of_centroids(i));
    // By how much u* is above the tangent plane, in units of what the quadratic is.
    double part = 1.0;
    for (const Index j : rings_[i]) {
      const Vector d = way(i, coarse_.sites[j]);
      const double above = result.above_tangent(coarse_.weights[j], d);
      part = std::min(part, CoarseConstants::kBelow * above / d.dot(result.curvature * d));
    }
    result.curvature *= std::max(part, CoarseConstants::kFlattest);
    return result;
  }

  /// The symmetric part of the matrix B that minimises Σ (1 - |dy|²/2r²)⁴ |dc - B dy|² over the
  /// differences of sites and of centroids to those around that are nearer than √2 r, r² the mean
  /// |dy|².
  Matrix change_of_centroids(Index i) const {
    double reach = 0.0;
    for (const Index j : rings_[i]) reach += way(i, coarse_.sites[j]).squaredNorm();
    reach /= static_cast<double>(rings_[i].size());
    Matrix of_sites = Matrix::Zero(), of_both = Matrix::Zero();
    for (const Index j : rings_[i]) {
      const Vector dy = way(i, coarse_.sites[j]);
      const Vector dc = dy + move(j) - move(i);
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

  const CoarseTransport& coarse_;
  SiteLists rings_;
  std::vector<Quadratic> quadratics_;
};

}  // namespace

std::vector<double> prolonged_weights(const CoarseTransport& coarse, std::span<const Point> points,
                                      std::span<const Index> coarse_of_point,
                                      const CheckInterrupt& interrupt) {
  const Prolongation prolongation(coarse, interrupt);
  std::vector<double> result;
  result.reserve(points.size());
  OccasionalCheck check_now_and_then(interrupt);
  for (std::size_t k = 0; k < points.size(); ++k) {
    check_now_and_then();
    result.push_back(prolongation.weight(points[k], coarse_of_point[k]));
  }
  return result;
}

}  // namespace brenier::space
