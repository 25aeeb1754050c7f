#include "brenier/discrete/central_shifts.hpp"

#include <doctest/doctest.h>

#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("shifts keep within all slacks - and in the middle of two") {
  CHECK(central_shifts(std::vector{0.0, 3.0, 1.0, 0.0}, 2) == std::vector{0.0, 1.0});
  Random random(3);
  for (const Index count : {1, 2, 5, 20}) {
    const std::vector<double> slack = random.numbers(count * count, 0.0, 1.0);
    const std::vector<double> shifts = central_shifts(slack, count);
    CHECK(shifts[0] == 0.0);
    for (Index p = 0; p < count; ++p) {
      for (Index q = 0; q < count; ++q) {
        if (p != q) CHECK(shifts[q] <= shifts[p] + slack[p * count + q] + 1e-15);
      }
    }
  }
}

}  // namespace
}  // namespace brenier
