// What threads have made is used in order.
#include <doctest/doctest.h>

#include <stdexcept>

#include "brenier/in_order.hpp"

namespace brenier {
namespace {

TEST_CASE("results are used once each, in order, with any number of threads") {
  for (const int workers : {1, 2, 5}) {
    for (const Index count : {0, 1, 63, 64, 65, 500}) {
      std::vector<Index> used;
      use_in_order(
          workers, count, [](Index k) { return k * k; },
          [&](Index square) { used.push_back(square); });
      REQUIRE(static_cast<Index>(used.size()) == count);
      for (Index k = 0; k < count; ++k) CHECK(used[k] == k * k);
    }
  }
}

TEST_CASE("an exception of what makes a result is thrown on") {
  const auto make = [](Index k) { return k == 70 ? throw std::runtime_error("seventy") : k; };
  CHECK_THROWS_WITH(use_in_order(2, 100, make, [](Index) {}), "seventy");
}

}  // namespace
}  // namespace brenier
