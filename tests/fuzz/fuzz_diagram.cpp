// Power diagrams of any sites with any weights under any source.
#include <algorithm>

#include "diagram_input.hpp"
#include "diagram_laws.hpp"
#include "require.hpp"

namespace brenier::fuzz {
namespace {

LocalSites local_sites(const Source& source, std::span<const Point> sites,
                       std::span<const double> weights) {
  const Frame frame(source.similarity, sites, true);
  std::vector<Point> points = frame.sites().to_local(sites);
  std::vector<double> local_weights = frame.weights_to_local(points, weights);
  return {std::move(points), std::move(local_weights)};
}

/// The order in which the sites are given does not matter, to the last bit.
void require_independence_of_order(const PowerDiagram& diagram, std::vector<Point> sites,
                                   std::vector<double> weights,
                                   const std::shared_ptr<const Source>& source) {
  std::ranges::reverse(sites);
  std::ranges::reverse(weights);
  std::vector<double> masses = diagram.masses();
  std::vector<double> reversed = PowerDiagram(sites, weights, source).masses();
  std::ranges::sort(masses);  // of several sites at one place, another has the cell
  std::ranges::sort(reversed);
  require(masses == reversed, "masses do not depend on the order of the sites");
}

/// At a visible site, the interpolated value is the site's.
void require_interpolation(const PowerDiagram& diagram, std::span<const Point> sites) {
  const std::vector<Index> hidden = diagram.hidden();
  std::vector<double> values;
  for (std::size_t k = 0; k < sites.size(); ++k) values.push_back(static_cast<double>(k % 7));
  const std::vector<double> found = diagram.interpolate(values, sites);
  for (std::size_t k = 0; k < sites.size(); ++k) {
    require(!std::isnan(found[k]), "interpolated at site ", k, ": ", found[k]);
    if (std::ranges::binary_search(hidden, static_cast<Index>(k))) continue;
    require(std::abs(found[k] - values[k]) <= 1e-14, "interpolated at site ", k, ": ", found[k],
            ", not ", values[k]);
  }
}

void test(Decoder decoder) {
  const auto input = diagram_input(decoder);
  if (!input) return;
  const auto& [source, sites, weights, diagram] = *input;
  require_partition(*diagram, sites, source);
  require_independence_of_order(*diagram, sites, weights, source.source);
  require_interpolation(*diagram, sites);

  const LocalSites local = local_sites(*source.source, sites, weights);
  std::vector<Point> queries = decoder.points(8);
  if (sites.size() <= 24) queries.insert(queries.end(), sites.begin(), sites.end());
  std::erase_if(queries, [](Point x) { return !is_of_moderate_size(x); });
  require_location(*diagram, local, queries);
  if (sites.size() <= 6) require_exact_areas(*diagram, local, weights, source);
}

}  // namespace
}  // namespace brenier::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  brenier::fuzz::test(brenier::fuzz::Decoder({data, size}));
  return 0;
}
