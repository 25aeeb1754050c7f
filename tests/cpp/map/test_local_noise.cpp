#include "brenier/map/local_noise.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("local noise goes along the differences to the neighbours") {
  const std::vector<double> values{0, 0, 1, 0, 0, 2};  // three rows of two
  const std::vector<Index> neighbors{1, 2, 0, 2, 0, 1};
  const std::vector<Index> sites{0, 2};
  const std::vector<double> noise{3, 5, 7, 11};
  std::vector<double> result{100, 200, 300, 400};
  add_local_noise<double>(sites, {values.data(), 3, 2}, {neighbors.data(), 3, 2},
                          {noise.data(), 2, 2}, 0.5, {result.data(), 2, 2});
  const double unit = 0.5 / std::sqrt(2.0);
  CHECK(result[0] == doctest::Approx(100 + unit * 3));
  CHECK(result[1] == doctest::Approx(200 + unit * 5 * 2));
  CHECK(result[2] == doctest::Approx(300 + unit * 11));
  CHECK(result[3] == doctest::Approx(400 - unit * (7 + 11) * 2));
}

TEST_CASE("local noise is the same bits for any number of workers, and none without neighbours") {
  Random random(1);
  std::vector<float> values, start;
  std::vector<double> noise;
  std::vector<Index> neighbors, sites;
  for (Index k = 0; k < 20 * 6; ++k) values.push_back(static_cast<float>(random.uniform()));
  for (Index k = 0; k < 20 * 4; ++k) neighbors.push_back((k * 7 + k / 4) % 20);
  for (Index p = 0; p < 3000; ++p) sites.push_back(p % 20);
  for (Index k = 0; k < 3000 * 4; ++k) noise.push_back(random.uniform(-1.0, 1.0));
  start.assign(3000 * 6, 1.0f);
  const auto with = [&](int workers, Index width) {
    std::vector<float> result = start;
    add_local_noise<float>(sites, {values.data(), 20, 6}, {neighbors.data(), 20, width},
                           {noise.data(), 3000, width}, 2.0, {result.data(), 3000, 6}, workers);
    return result;
  };
  CHECK(with(1, 4) == with(3, 4));
  CHECK(with(1, 4) != start);
  CHECK(with(1, 0) == start);
}

}  // namespace
}  // namespace brenier
