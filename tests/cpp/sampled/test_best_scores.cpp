#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include "brenier/sampled/best_scores.hpp"
#include "brenier/sampled/ranks.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

std::vector<Index> found_by_sorting(const std::vector<float>& scores, int k, float slack) {
  std::vector<float> sorted(scores);
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  const float least = static_cast<std::size_t>(k) < sorted.size() ? sorted[k - 1] - slack : -1e30f;
  std::vector<Index> result;
  for (std::size_t j = 0; j < scores.size(); ++j) {
    if (scores[j] >= least) result.push_back(static_cast<Index>(j));
  }
  return result;
}

TEST_CASE("the best scores are those that sorting finds, with ties and those within the slack") {
  Random random(1701);
  BestScores best;
  for (const int count : {1, 2, 31, 32, 33, 64, 257, 1000, 4099}) {
    for (const int k : {1, 2, 24, 32, 33, 150}) {
      for (const bool is_coarse : {false, true}) {
        std::vector<float> scores;
        for (const double x : random.numbers(count, -1.0, 1.0)) {
          scores.push_back(static_cast<float>(is_coarse ? std::round(8.0 * x) : x));
        }
        for (const float slack : {0.0f, 0.01f}) {
          best.find(scores, k, slack);
          CHECK(best.found == found_by_sorting(scores, k, slack));
        }
      }
    }
  }
}

TEST_CASE("numbers are ordered as a stable sort orders them, few or many") {
  Random random(1702);
  for (const int count : {0, 1, 2, 99, 100, 101, 500}) {
    std::vector<double> numbers = random.numbers(count, 0.0, 10.0);
    for (double& x : numbers) x = std::round(x);
    std::vector<Index> expected(numbers.size()), order;
    for (std::size_t k = 0; k < expected.size(); ++k) expected[k] = static_cast<Index>(k);
    std::stable_sort(expected.begin(), expected.end(),
                     [&](Index i, Index j) { return numbers[i] > numbers[j]; });
    order_of<double>(numbers, order);
    CHECK(order == expected);
  }
}

}  // namespace
}  // namespace brenier
