#include "brenier/space/problem/start_weights.hpp"

#include <Eigen/Dense>

#include "brenier/space/problem/settings.hpp"

namespace brenier::space {
namespace {

using Matrix = Eigen::Matrix3d;

struct MeanCovariance {
  Point mean;
  Matrix covariance = Matrix::Zero();
};

Eigen::Vector3d to_eigen(Point p) { return {p.x, p.y, p.z}; }
Point times(const Matrix& a, Point p) {
  const Eigen::Vector3d image = a * to_eigen(p);
  return {image[0], image[1], image[2]};
}

MeanCovariance mean_covariance(std::span<const Point> points, std::span<const double> masses) {
  MeanCovariance result;
  for (std::size_t k = 0; k < points.size(); ++k) {
    result.mean = result.mean + masses[k] * points[k];
  }
  for (std::size_t k = 0; k < points.size(); ++k) {
    const Eigen::Vector3d y = to_eigen(points[k] - result.mean);
    result.covariance += masses[k] * y * y.transpose();
  }
  return result;
}

/// By tetrahedra between the centroid and the faces.
MeanCovariance mean_covariance(const ConvexPolyhedron& domain) {
  MeanCovariance result{domain.centroid(), Matrix::Zero()};
  for (Index f = 0; f < domain.face_count(); ++f) {
    const std::vector<Point>& polygon = domain.polygon(f);
    for (std::size_t k = 2; k < polygon.size(); ++k) {
      const Point a = polygon[0] - result.mean, b = polygon[k - 1] - result.mean,
                  c = polygon[k] - result.mean;
      const double share = dot(a, cross(b, c)) / (6.0 * domain.volume());
      for (const Point corner : {a, b, c, a + b + c}) {
        result.covariance += 0.05 * share * to_eigen(corner) * to_eigen(corner).transpose();
      }
    }
  }
  return result;
}

Matrix square_root(const Matrix& positive) {
  return Eigen::SelfAdjointEigenSolver<Matrix>(positive).operatorSqrt();
}

/// A with A C A = S, for symmetric positive matrices: the geometric mean of C⁻¹ and S.
Matrix matching(const Matrix& c, const Matrix& s) {
  const Matrix root = square_root(c), inverse = root.inverse();
  const Matrix result = inverse * square_root(root * s * root) * inverse;
  return 0.5 * (result + result.transpose());
}

/// The largest factor, up to 1 or without limit, by which the images A y' can be scaled about the
/// centroid without leaving the domain.
double largest_scale(std::span<const Point> points, Point mean, const Matrix& a,
                     const ConvexPolyhedron& domain) {
  std::vector<Point> images;
  images.reserve(points.size());
  for (const Point y : points) images.push_back(times(a, y - mean));
  double result = std::numeric_limits<double>::infinity();
  for (Index f = 0; f < domain.face_count(); ++f) {
    const HalfSpace& side = domain.half_space(f);
    double farthest = 0.0;
    for (const Point z : images) farthest = std::max(farthest, dot(side.normal, z));
    result = std::min(result, -side.excess(domain.centroid()) / farthest);
  }
  return result;
}

std::vector<double> weights_of_map(std::span<const Point> points, Point mean, const Matrix& a,
                                   Point image_of_mean) {
  const Point move = image_of_mean - mean;
  std::vector<double> result;
  result.reserve(points.size());
  for (const Point y : points) {
    const Point z = y - mean;
    result.push_back(dot(z, z - times(a, z)) - 2.0 * dot(move, z));
  }
  return result;
}

bool is_nearly_identity(const Matrix& a, Point move, const Matrix& covariance) {
  const double bound = StartConstants::kNearlyIdentity * StartConstants::kNearlyIdentity;
  return (a - Matrix::Identity()).squaredNorm() <= 3.0 * bound &&
         squared_norm(move) <= bound * covariance.trace();
}

}  // namespace

std::vector<double> moment_weights(std::span<const Point> points, std::span<const double> masses,
                                   const ConvexPolyhedron& domain) {
  const MeanCovariance given = mean_covariance(points, masses), wanted = mean_covariance(domain);
  if (!(given.covariance.trace() > 0.0)) return {};
  // Points in a plane have no width; to give them one would stretch them without end.
  constexpr double kLeastWidth = 1e-6;
  const Matrix width = kLeastWidth * given.covariance.trace() * Matrix::Identity();
  const Matrix a = matching(given.covariance + width, wanted.covariance);
  if (!a.allFinite()) return {};
  if (is_nearly_identity(a, wanted.mean - given.mean, wanted.covariance) &&
      std::all_of(points.begin(), points.end(), [&](Point y) { return domain.contains(y); })) {
    return std::vector<double>(points.size(), 0.0);
  }
  const double scale =
      std::min(1.0, StartConstants::kSlack * largest_scale(points, given.mean, a, domain));
  if (!(scale >= StartConstants::kSmallest)) return {};
  return weights_of_map(points, given.mean, scale * a, wanted.mean);
}

std::vector<double> similarity_weights(std::span<const Point> points,
                                       const ConvexPolyhedron& domain) {
  const Point center = box_of(points).center();
  const double scale =
      StartConstants::kSlack * largest_scale(points, center, Matrix::Identity(), domain);
  if (!std::isfinite(scale)) return std::vector<double>(points.size(), 0.0);
  return weights_of_map(points, center, scale * Matrix::Identity(), domain.centroid());
}

}  // namespace brenier::space
