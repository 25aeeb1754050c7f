#include "brenier/plane/measure/cell_repair.hpp"

#include "brenier/plane/diagram/appearance.hpp"
#include "brenier/plane/diagram/boundary_envelope.hpp"
#include "brenier/plane/triangulation/power_center.hpp"

namespace brenier {
namespace {

std::array<WeightedPoint, 3> weighted(const std::array<Index, 3>& triangle,
                                      std::span<const Point> sites,
                                      std::span<const double> weights) {
  std::array<WeightedPoint, 3> result;
  for (int k = 0; k < 3; ++k) result[k] = {sites[triangle[k]], weights[triangle[k]]};
  return result;
}

}  // namespace

bool any_is_where_density_is_zero(const CellMeasures& measures, std::span<const Index> cells) {
  std::vector<char> has_area(measures.masses.size(), 0);
  for (const Facet& f : measures.facets) has_area[f.i] = has_area[f.j] = 1;
  return std::any_of(cells.begin(), cells.end(),
                     [&](Index k) { return measures.masses[k] == 0.0 && has_area[k]; });
}

std::vector<double> mass_rates(const CellMeasures& measures) {
  std::vector<double> result(measures.masses.size(), 0.0);
  for (const Facet& f : measures.facets) {
    result[f.i] += f.conductance;
    result[f.j] += f.conductance;
  }
  return result;
}

double raised_weight(double weight, double mass, double rate, double wanted) {
  const double root = std::sqrt(mass);  // of which the rate is rate / (2 root)
  return weight + std::max(0.0, 2.0 * root * (std::sqrt(wanted) - root) / rate);
}

RegularTriangulation hidden_sites_raised(const RegularTriangulation& triangulation,
                                         const DomainIndex& domain,
                                         std::span<const double> wanted_areas,
                                         const CheckInterrupt& interrupt) {
  const std::vector<Point>& sites = triangulation.sites();
  const auto raised = [&](Index site, const std::array<Index, 3>& triangle,
                          std::span<const double> weights) {
    const auto around = weighted(triangle, sites, weights);
    const Point vertex = power_center(around[0], around[1], around[2]);
    if (!domain.contains(vertex)) return weights[site];
    const Appearance appearance =
        appearance_at_vertex(vertex, {sites[site], weights[site]}, around);
    return weights[site] + appearance.raise_for(wanted_areas[site]);
  };
  return triangulation.with_hidden_sites_raised(raised, interrupt);
}

std::vector<double> underfilled_sites_raised(const RegularTriangulation& triangulation,
                                             const DomainIndex& domain,
                                             std::span<const Segment> boundary,
                                             const CellMeasures& measures,
                                             std::span<const Index> underfilled,
                                             std::span<const double> wanted_masses,
                                             const CheckInterrupt& interrupt) {
  const std::vector<Point>& sites = triangulation.sites();
  std::vector<double> weights = triangulation.weights();
  const std::vector<double> rates = mass_rates(measures);
  BoundaryEnvelope envelope(boundary, sites, weights);
  Index triangle = 0;
  std::vector<std::pair<double, Index>> outside;
  for (const Index k : underfilled) {
    const double mass = measures.masses[k], wanted = wanted_masses[k];
    if (mass > 0.0 && rates[k] > 0.0) {
      weights[k] = raised_weight(weights[k], mass, rates[k], wanted);
      continue;
    }
    if (triangulation.is_hidden(k) && !triangulation.triangles().empty()) {
      triangle = triangulation.triangle_containing(sites[k], triangle);
      const auto around = weighted(triangulation.triangles()[triangle].vertices, sites, weights);
      if (domain.contains(power_center(around[0], around[1], around[2]))) continue;
    }
    check(interrupt);
    outside.push_back({envelope.appearance(k).raise, k});
  }
  std::sort(outside.begin(), outside.end());
  for (const auto& [depth, k] : outside) {
    check(interrupt);
    weights[k] += envelope.appearance(k).raise_for(wanted_masses[k] * domain.polygon().area());
    envelope.raise(k, weights[k]);
  }
  return weights;
}

}  // namespace brenier
