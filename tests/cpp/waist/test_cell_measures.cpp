// What cells measure under a mixture of two densities.
#include "brenier/waist/cell_measures.hpp"

#include <doctest/doctest.h>

namespace brenier {
namespace {

TEST_CASE("measures of a blend are blends of the measures") {
  CellMeasures first{{0.25, 0.75}, {}}, second{{0.5, 0.5}, {}};
  first.facets.push_back({0, 1, 4.0});
  second.facets.push_back({0, 1, 8.0});
  const CellMeasures blend = blended(first, second, 0.25);
  CHECK(blend.masses == std::vector<double>{0.3125, 0.6875});
  double conductance = 0.0;
  for (const Facet& f : blend.facets) {
    CHECK(f.i == 0);
    CHECK(f.j == 1);
    conductance += f.conductance;
  }
  CHECK(conductance == 5.0);
  const CellMeasures all_of_second = blended(first, second, 1.0);
  CHECK(all_of_second.masses == second.masses);
  CHECK(all_of_second.facets.size() == 1);
}

}  // namespace
}  // namespace brenier
