#include "brenier/plane/problem/moment_weights.hpp"

#include <algorithm>
#include <cmath>

#include "brenier/plane/problem/settings.hpp"

namespace brenier {
namespace {

/// A with A C A = S, for symmetric positive matrices: the geometric mean of C⁻¹ and S. Of 2 × 2
/// matrices that is their sum, both and itself scaled to the determinant that they should have.
SymmetricMatrix matching(const SymmetricMatrix& c, const SymmetricMatrix& s) {
  const double root_c = std::sqrt(c.determinant()), root_s = std::sqrt(s.determinant());
  const SymmetricMatrix sum{c.yy / root_c + s.xx / root_s, -c.xy / root_c + s.xy / root_s,
                            c.xx / root_c + s.yy / root_s};
  const double scale = std::sqrt(root_s / (root_c * sum.determinant()));
  return {scale * sum.xx, scale * sum.xy, scale * sum.yy};
}

/// By a part of the length, squared.
SymmetricMatrix widened(SymmetricMatrix covariance, double part) {
  const double width = part * covariance.trace();
  covariance.xx += width;
  covariance.yy += width;
  return covariance;
}

/// Does the map move a point of the source's size by next to nothing?
bool is_nearly_identity(const SymmetricMatrix& a, Point move, const MeanCovariance& source) {
  const double bound = StartConstants::kNearlyIdentity * StartConstants::kNearlyIdentity;
  const SymmetricMatrix change{a.xx - 1.0, a.xy, a.yy - 1.0};
  return change.xx * change.xx + 2.0 * change.xy * change.xy + change.yy * change.yy <=
             2.0 * bound &&
         squared_norm(move) <= bound * source.covariance.trace();
}

}  // namespace

std::vector<double> moment_weights(std::span<const Point> points, std::span<const double> masses,
                                   const MeanCovariance& source, const DomainIndex& domain) {
  const MeanCovariance given = mean_covariance(points, masses);
  if (!(given.covariance.trace() > 0.0)) return {};
  // Points on a line have no width; to give them one would stretch them without end. The source has
  // one, but for what rounding leaves of it.
  constexpr double kLeastWidth = 1e-6, kRounding = 1e-14;
  SymmetricMatrix a =
      matching(widened(given.covariance, kLeastWidth), widened(source.covariance, kRounding));
  const Point move = source.mean - given.mean;
  if (is_nearly_identity(a, move, source)) return std::vector<double>(points.size(), 0.0);

  const double most_outside = StartConstants::kMostOutside * static_cast<double>(points.size());
  const auto is_outside = [&](Point y) {
    return !domain.contains(source.mean + a * (y - given.mean));
  };
  for (double shrunk = 1.0; shrunk >= StartConstants::kSmallest;
       shrunk *= StartConstants::kShrunk) {
    const auto outside = std::count_if(points.begin(), points.end(), is_outside);
    if (static_cast<double>(outside) <= most_outside) {
      std::vector<double> weights;
      weights.reserve(points.size());
      for (const Point y : points) {
        const Point z = y - given.mean;
        weights.push_back(dot(z, z - a * z) - 2.0 * dot(move, z));
      }
      return weights;
    }
    a = {StartConstants::kShrunk * a.xx, StartConstants::kShrunk * a.xy,
         StartConstants::kShrunk * a.yy};
  }
  return {};
}

}  // namespace brenier
