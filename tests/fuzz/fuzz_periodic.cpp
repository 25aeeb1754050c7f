// Power diagrams of any sites with any weights on periodic boxes.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "brenier/plane/periodic/periodic_diagram.hpp"
#include "brenier/weighted_sites.hpp"
#include "decoder.hpp"
#include "plane/periodic/all_copies.hpp"
#include "require.hpp"

namespace brenier::fuzz {
namespace {

std::shared_ptr<const Source> source(Decoder& decoder) {
  const Point low = decoder.point();
  const Point high = low + Point{(1 + decoder.choice(32)) / 16.0, (1 + decoder.choice(32)) / 16.0};
  if (decoder.choice(2) == 0) {
    return std::make_shared<const Source>(periodic_uniform_source({low, high}));
  }
  std::vector<double> values(12);
  for (double& value : values) value = decoder.choice(4);
  return std::make_shared<const Source>(raster_source({low, high}, values, 4, false, true));
}

/// The weights in the unit of the box's coordinates, and the largest of them, are ordinary numbers.
bool are_of_moderate_size(std::span<const double> local_weights) {
  return std::ranges::all_of(local_weights, [](double w) { return std::abs(w) < 100.0; });
}

void require_partition(const PeriodicDiagram& diagram) {
  const std::vector<double> masses = diagram.masses();
  const CellMoments moments = diagram.moments();
  for (const Index k : diagram.hidden()) {
    require(masses[k] == 0.0, "hidden site ", k, " has mass ", masses[k]);
  }
  for (std::size_t k = 0; k < masses.size(); ++k) {
    require(masses[k] >= 0.0, "mass ", k, " is ", masses[k]);
    require(moments.second_moments[k] >= 0.0, "second moment ", k, " is ",
            moments.second_moments[k]);
  }
  const double sum = std::accumulate(masses.begin(), masses.end(), 0.0);
  require(std::abs(sum - 1.0) < 1e-12, "masses sum to ", sum);
}

/// Against the nine copies of each site.
void require_masses_of_all_copies(const PeriodicDiagram& diagram, std::span<const Point> sites,
                                  std::span<const double> weights, const Source& on) {
  const std::vector<Point> points = on.periodic->wrapped(sites);
  const Frame frame(on.similarity);
  const WeightedSites given(points, weights, frame);
  if (!are_of_moderate_size(given.weights)) return;
  const std::vector<double> expected = testing::masses_of_all_copies(
      given.distinct.points, given.weights, on.periodic->torus, on.density);
  const std::vector<double> masses = diagram.masses();
  for (std::size_t g = 0; g < expected.size(); ++g) {
    const double mass = masses[given.cell_site[g]];
    require(std::abs(mass - expected[g]) < 1e-11, "mass ", given.cell_site[g], " is ", mass,
            ", of all copies ", expected[g]);
  }
}

/// Around each cell, its facets close up.
void require_closed_cells(const PeriodicDiagram& diagram, const Source& on) {
  const PeriodicFacetTable facets = diagram.facets();
  std::vector<Point> sums(diagram.site_count());
  for (std::size_t k = 0; k < facets.shifts.size(); ++k) {
    const auto& [i, j] = facets.table.sites[k];
    const auto& [a, b] = facets.table.points[k];
    require(i != j || !(facets.shifts[k] == Shift{}), "a facet of ", i, " with itself");
    sums[i] = sums[i] + (b - a);
    sums[j] = sums[j] - (b - a);
  }
  const Box& bounds = on.periodic->bounds;
  const double size = bounds.size() + std::max(norm(bounds.low), norm(bounds.high));
  for (const Point sum : sums) require(norm(sum) < 1e-11 * size, "a cell is open by ", sum);
}

void test(Decoder decoder) {
  const auto on = if_accepted([&] { return source(decoder); });
  if (!on) return;
  const std::vector<Point> sites = decoder.sites(24);
  const std::vector<double> weights = decoder.weights(sites);
  const auto diagram =
      if_accepted([&] { return std::make_shared<const PeriodicDiagram>(sites, weights, *on); });
  if (!diagram) return;
  require_partition(**diagram);
  require_masses_of_all_copies(**diagram, sites, weights, **on);
  const bool are_near = std::ranges::all_of(sites, [](Point p) { return norm(p) < 100.0; });
  if (are_near) require_closed_cells(**diagram, **on);
}

}  // namespace
}  // namespace brenier::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  brenier::fuzz::test(brenier::fuzz::Decoder({data, size}));
  return 0;
}
