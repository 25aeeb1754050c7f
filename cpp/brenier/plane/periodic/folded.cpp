#include "brenier/plane/periodic/folded.hpp"

namespace brenier {

CellMeasures folded(CellMeasures of_copies, const SiteCopies& copies) {
  CellMeasures result;
  result.masses.resize(copies.site_count(), 0.0);
  for (Index k = 0; k < copies.size(); ++k) {
    result.masses[copies.site(k)] += of_copies.masses[k];
  }
  result.facets = std::move(of_copies.facets);
  auto end = result.facets.begin();
  for (const Facet& f : result.facets) {
    const Index i = copies.site(f.i), j = copies.site(f.j);
    if (i != j) *end++ = {i, j, f.conductance};
  }
  result.facets.erase(end, result.facets.end());
  return result;
}

CellMoments folded(const CellMoments& of_copies, const SiteCopies& copies) {
  const Index count = copies.site_count();
  const auto offset = [&](Index k) { return of_copies.centroids[k] - copies.points()[k]; };
  CellMoments result{std::vector<double>(count, 0.0), std::vector<Point>(count),
                     std::vector<double>(count, 0.0)};
  for (Index k = 0; k < copies.size(); ++k) {
    const double mass = of_copies.masses[k];
    if (!(mass > 0.0)) continue;
    const Index site = copies.site(k);
    const double before = result.masses[site];
    result.masses[site] += mass;
    // Means are moved towards the next piece, and second moments with them: nothing cancels.
    const double share = mass / result.masses[site];
    Point& mean = result.centroids[site];
    const Point away = offset(k) - mean;
    mean = mean + share * away;
    result.second_moments[site] +=
        of_copies.second_moments[k] + share * before * squared_norm(away);
  }
  for (Index site = 0; site < count; ++site) {
    const Point y = copies.points()[copies.original(site)];
    result.centroids[site] =
        result.masses[site] > 0.0 ? y + result.centroids[site] : nowhere<Point>();
  }
  return result;
}

}  // namespace brenier
