#include "brenier/space/diagram/hull_interpolation.hpp"

#include "brenier/parallel.hpp"
#include "brenier/space/points/spatial_order.hpp"

namespace brenier::space {
namespace {

double interpolated(const HullTriangulation& hull, std::span<const double> values, Point x,
                    Index& here) {
  constexpr double kOutside = std::numeric_limits<double>::infinity();
  const Index tetrahedron = hull.tetrahedron_containing(x, here);
  if (tetrahedron == kNone) return kOutside;
  const Corners corners = hull.corners(tetrahedron);
  const std::array<double, 4> shares = barycentric(corners, x);
  double result = 0.0;
  for (int k = 0; k < 4; ++k) {
    const Index site = hull.tetrahedra()[tetrahedron].sites[k];
    if (!hull.is_apex(site)) {
      result += shares[k] * values[site];
    } else if (side_of_face(corners, k, x) != 0) {
      return kOutside;
    }
  }
  return result;
}

}  // namespace

std::vector<double> interpolate(const HullTriangulation& hull, std::span<const double> values,
                                std::span<const Point> at, int workers,
                                const CheckInterrupt& interrupt) {
  constexpr Index kBlock = 1024;
  const std::vector<Index> order = spatial_order(at, interrupt);
  const Index count = static_cast<Index>(at.size());
  std::vector<double> result(at.size());
  parallel_for(
      workers, (count + kBlock - 1) / kBlock,
      [&](Index block) {
        Index here = 0;
        for (Index k = block * kBlock; k < std::min((block + 1) * kBlock, count); ++k) {
          result[order[k]] = interpolated(hull, values, at[order[k]], here);
        }
      },
      interrupt);
  return result;
}

}  // namespace brenier::space
