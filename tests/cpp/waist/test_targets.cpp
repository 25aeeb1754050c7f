// Target masses: merged, normalised, raised to a floor, compared.
#include "brenier/waist/targets.hpp"

#include <doctest/doctest.h>

#include <numeric>

namespace brenier {
namespace {

TEST_CASE("sites of a group share their mass - and groups without mass have no cell") {
  const std::vector<double> masses{0.25, 0.125, 0.375, 0.0, 0.25};
  const std::vector<Index> groups{1, 2, 1, 0, 2};
  const MergedTargets merged(masses, groups, 3);
  CHECK(merged.targets.masses == std::vector<double>{0.625, 0.375});
  CHECK(merged.cell_of_group == std::vector<Index>{kNone, 0, 1});
}

TEST_CASE("a floor raises what is below it - keeps the order - and the sum is 1") {
  const Targets targets{{0.5, 1e-9, 0.3, 0.2 - 1e-9}};
  CHECK(targets.least() == 1e-9);
  const Targets raised = targets.with_floor(0.1);
  CHECK(std::accumulate(raised.masses.begin(), raised.masses.end(), 0.0) == doctest::Approx(1.0));
  CHECK(raised.masses[1] == doctest::Approx(0.1 / 1.1));
  CHECK(raised.masses[0] / raised.masses[2] == doctest::Approx(0.5 / 0.3));
  CHECK(targets.with_floor(1e-12).masses[1] == doctest::Approx(1e-9));
}

TEST_CASE("the error is the largest one relative to the targets") {
  const Targets targets{{0.5, 0.25, 0.25}};
  CHECK(targets.max_relative_error(targets.masses) == 0.0);
  CHECK(targets.max_relative_error(std::vector<double>{0.5, 0.3, 0.2}) == doctest::Approx(0.2));
  CHECK(targets.max_relative_error(std::vector<double>{1.0, 0.0, 0.0}) == 1.0);
  CHECK(targets.least_part(std::vector<double>{0.75, 0.125, 0.125}) == 0.5);
}

}  // namespace
}  // namespace brenier
