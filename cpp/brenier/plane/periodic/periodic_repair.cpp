#include "brenier/plane/periodic/periodic_repair.hpp"

#include "brenier/plane/diagram/appearance.hpp"
#include "brenier/plane/measure/cell_repair.hpp"
#include "brenier/plane/triangulation/power_center.hpp"

namespace brenier {

std::vector<Index> hidden_sites(const RegularTriangulation& triangulation,
                                const SiteCopies& copies) {
  std::vector<Index> result;
  if (!triangulation.has_hidden_sites()) return result;
  for (Index k = 0; k < copies.site_count(); ++k) {
    if (triangulation.is_hidden(copies.original(k))) result.push_back(k);
  }
  return result;
}

std::optional<double> weight_to_appear(const RegularTriangulation& triangulation, Point site,
                                       double weight, double area, const Torus& torus) {
  std::optional<Appearance> first;
  for (const Index x : {0, -1, 1}) {
    for (const Index y : {0, -1, 1}) {
      // The cell appears at a vertex, which has a copy in the box: there it is known.
      const Point copy = torus.shifted(site, {x, y});
      const Index t = triangulation.triangle_containing(copy);
      if (t == kNone) continue;
      std::array<WeightedPoint, 3> around;
      for (int k = 0; k < 3; ++k) {
        const Index vertex = triangulation.triangles()[t].vertices[k];
        around[k] = {triangulation.sites()[vertex], triangulation.weights()[vertex]};
      }
      const Point vertex = power_center(around[0], around[1], around[2]);
      if (!torus.box().contains(vertex)) continue;
      const Appearance there = appearance_at_vertex(vertex, {copy, weight}, around);
      if (!first || there.raise < first->raise) first = there;
    }
  }
  if (!first) return std::nullopt;
  return weight + first->raise_for(area);
}

std::optional<std::vector<double>> underfilled_raised(
    const RegularTriangulation& triangulation, const SiteCopies& copies,
    std::span<const double> weights, const CellMeasures& measures,
    std::span<const Index> underfilled, std::span<const double> wanted_masses, const Torus& torus,
    const CheckInterrupt& interrupt) {
  const std::vector<double> rates = mass_rates(measures);
  const double area = torus.period().x * torus.period().y;
  std::vector<double> result(weights.begin(), weights.end());
  OccasionalCheck check_here(interrupt);
  for (const Index k : underfilled) {
    check_here();
    const double mass = measures.masses[k], wanted = wanted_masses[k];
    if (mass > 0.0 && rates[k] > 0.0) {
      result[k] = raised_weight(weights[k], mass, rates[k], wanted);
      continue;
    }
    const Point site = copies.points()[copies.original(k)];
    const std::optional<double> raised =
        weight_to_appear(triangulation, site, weights[k], wanted * area, torus);
    if (!raised) return std::nullopt;
    result[k] = *raised;
  }
  return result;
}

}  // namespace brenier
