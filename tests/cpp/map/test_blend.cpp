#include "brenier/map/blend.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;
using Sites = std::vector<std::array<Index, 3>>;
using Shares = std::vector<std::array<double, 3>>;

std::vector<double> numbers(Index count, std::uint64_t seed) {
  Random random(seed);
  std::vector<double> result;
  for (Index k = 0; k < count; ++k) result.push_back(random.uniform(-1.0, 1.0));
  return result;
}

template <class T>
Rows<const T> view(const std::vector<T>& data, Index width) {
  return {data.data(), static_cast<Index>(data.size()) / width, width};
}

MeshCoordinates coordinates(const Sites& sites, const Shares& shares) {
  const Index count = static_cast<Index>(sites.size());
  return {{sites.data()->data(), count, 3}, {shares.data()->data(), count, 3}};
}

std::vector<double> blended(const Sites& sites, const Shares& shares,
                            const std::vector<double>& values, Index width,
                            std::optional<Rows<const double>> means = {}, int workers = 1) {
  std::vector<double> result(sites.size() * width);
  blend<double>(coordinates(sites, shares), view(values, width), means,
                {result.data(), static_cast<Index>(sites.size()), width}, workers);
  return result;
}

TEST_CASE("a blend is the mean of values, or the mean of means and what differs, made longer") {
  const Index width = 5;
  const std::vector<double> values = numbers(4 * width, 1), means = numbers(4 * width, 2);
  const Sites sites{{0, 2, 3}, {1, 1, 0}};
  const Shares shares{{0.25, 0.5, 0.25}, {0.125, 0.5, 0.375}};
  const std::vector<double> affine = blended(sites, shares, values, width);
  const std::vector<double> spread = blended(sites, shares, values, width, view(means, width));
  for (int p = 0; p < 2; ++p) {
    const auto& [a, b, c] = shares[p];
    const double length = std::sqrt(a * a + b * b + c * c);
    for (Index d = 0; d < width; ++d) {
      double mean_value = 0.0, mean_mean = 0.0;
      for (int k = 0; k < 3; ++k) {
        mean_value += shares[p][k] * values[sites[p][k] * width + d];
        mean_mean += shares[p][k] * means[sites[p][k] * width + d];
      }
      CHECK(affine[p * width + d] == doctest::Approx(mean_value));
      CHECK(spread[p * width + d] ==
            doctest::Approx(mean_mean + (mean_value - mean_mean) / length));
    }
  }
}

TEST_CASE("a blend of four is one of three when the fourth has no share") {
  const std::vector<double> values = numbers(20, 8), means = numbers(20, 9);
  const std::vector<Index> sites{3, 0, 2, 1};
  const std::vector<double> shares{0.25, 0.5, 0.25, 0.0};
  for (const bool is_spread : {false, true}) {
    std::optional<Rows<const double>> of_means;
    if (is_spread) of_means = view(means, 5);
    std::vector<double> result(5);
    blend<double>({{sites.data(), 1, 4}, {shares.data(), 1, 4}}, view(values, 5), of_means,
                  {result.data(), 1, 5});
    CHECK(result == blended({{3, 0, 2}}, {{0.25, 0.5, 0.25}}, values, 5, of_means));
  }
}

TEST_CASE("all of one site is its value to the last bit, whatever its mean") {
  const std::vector<double> values = numbers(9, 3), means = numbers(9, 4);
  const Sites sites{{0, 1, 2}, {0, 1, 2}, {2, 2, 2}};
  const Shares shares{{1, 0, 0}, {0, 1, 0}, {1, 0, 0}};
  const std::vector<double> rows{values[0], values[1], values[2], values[3], values[4],
                                 values[5], values[6], values[7], values[8]};
  CHECK(blended(sites, shares, values, 3, view(means, 3)) == rows);
  CHECK(blended(sites, shares, values, 3) == rows);
}

TEST_CASE("blends are the same bits for any number of workers") {
  const std::vector<double> values = numbers(70, 5), means = numbers(70, 6);
  Sites sites;
  Shares shares;
  Random random(7);
  for (Index p = 0; p < 5000; ++p) {
    const double a = random.uniform(), b = random.uniform(0.0, 1.0 - a);
    sites.push_back({p % 10, (p + 3) % 10, (p + 7) % 10});
    shares.push_back({a, b, 1.0 - a - b});
  }
  const auto with = [&](int workers) {
    return blended(sites, shares, values, 7, view(means, 7), workers);
  };
  CHECK(with(1) == with(4));
}

TEST_CASE("blends of single precision are those of double, rounded once") {
  const std::vector<float> values{1.0f, 1e8f, -1e8f};
  const Sites sites{{0, 1, 2}};
  const Shares shares{{0.5, 0.25, 0.25}};
  float result = 0.0f;
  blend<float>(coordinates(sites, shares), view(values, 1), std::nullopt, {&result, 1, 1});
  CHECK(result == 0.5f);
}

}  // namespace
}  // namespace brenier
