#include "brenier/plane/problem/near_copies.hpp"

#include <tuple>

#include "brenier/plane/points/site_copies.hpp"

namespace brenier {

std::vector<Index> near_copies(std::span<const Point> points, std::span<const double> masses,
                               const Torus& torus, std::span<const Index> age,
                               const CheckInterrupt& interrupt) {
  const std::vector<Point> together = gathered(points, torus);
  const CopyDistance distance(together, masses, torus.period());
  // What is near to a point near the seam may itself be near to what lies behind it.
  constexpr double kChains = 4.0;
  const double largest = distance.largest();
  const SiteCopies all(torus, points, kChains * largest, interrupt);
  const auto of_copy = [&](Index k) { return distance(all.site(k)); };
  const auto precedes = [&](Index a, Index b) {
    const Index i = all.site(a), j = all.site(b);
    return std::tuple(-masses[i], age[i], a) < std::tuple(-masses[j], age[j], b);
  };
  const std::vector<Index> of_copies =
      representatives(all.points(), {of_copy, largest}, precedes, interrupt);
  std::vector<Index> result;
  result.reserve(points.size());
  for (const Index k : all.originals()) result.push_back(all.site(of_copies[k]));
  for (Index& k : result) {
    while (result[k] != k) k = result[k];
  }
  return result;
}

}  // namespace brenier
