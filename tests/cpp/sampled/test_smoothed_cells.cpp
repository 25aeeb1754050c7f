#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "brenier/sampled/fit.hpp"
#include "brenier/sampled/sampled_engine.hpp"
#include "brenier/sampled/settings.hpp"
#include "brenier/sampled/smoothed_cells.hpp"
#include "sampled/random_lists.hpp"

namespace brenier {
namespace {

using namespace testing;

const CheckInterrupt kNever;

TEST_CASE("smoothed masses are means of softmax, and their sum is 1") {
  Random random(1721);
  const RandomLists of(random, 12, 3, 200, 12);
  const std::vector<double> heights = random.numbers(12, -0.5, 0.5);
  const double smoothing = 0.3;
  std::vector<double> expected(12, 0.0);
  for (std::int64_t s = 0; s < 200; ++s) {
    std::vector<double> parts;
    for (Index j = 0; j < 12; ++j) {
      parts.push_back(std::exp(of.lists.sites().score(of.point(s), j, heights[j]) / smoothing));
    }
    const double total = std::accumulate(parts.begin(), parts.end(), 0.0);
    for (Index j = 0; j < 12; ++j) expected[j] += parts[j] / total / 200.0;
  }
  const SmoothedCells cells(of.lists, heights, smoothing, 1, kNever);
  double sum = 0.0;
  for (Index j = 0; j < 12; ++j) {
    const double even = SampledConstants::kEvenPart;
    CHECK(cells.masses()[j] == doctest::Approx((1 - even) * expected[j] + even / 12).epsilon(1e-6));
    sum += cells.masses()[j];
  }
  CHECK(sum == doctest::Approx(1.0).epsilon(1e-6));
}

TEST_CASE("the Hessian that is applied is the derivative of the smoothed masses") {
  Random random(1722);
  const RandomLists of(random, 20, 3, 400, 20);
  const std::vector<double> heights = random.numbers(20, -0.5, 0.5);
  const std::vector<double> x = random.numbers(20, -1.0, 1.0);
  const double smoothing = 0.3, h = 1e-3;
  const SmoothedCells cells(of.lists, heights, smoothing, 1, kNever);
  std::vector<double> applied(20);
  const double even = SampledConstants::kEvenPart / 20;
  for (Index j = 0; j < 20; ++j) applied[j] = (cells.masses()[j] - even) * x[j] / smoothing;
  cells.add_covariance(x, -1.0 / smoothing, applied, 1);
  std::vector<double> forward(heights), backward(heights);
  for (Index j = 0; j < 20; ++j) {
    forward[j] += h * x[j];
    backward[j] -= h * x[j];
  }
  const SmoothedCells after(of.lists, forward, smoothing, 1, kNever),
      before(of.lists, backward, smoothing, 1, kNever);
  for (Index j = 0; j < 20; ++j) {
    const double difference = (after.masses()[j] - before.masses()[j]) / (2.0 * h);
    CHECK(applied[j] == doctest::Approx(difference).epsilon(1e-3).scale(0.01));
  }
}

TEST_CASE("however heavy a cell is, its mass does not fall with its height") {
  Random random(1727);
  const RandomLists of(random, 30, 2, 500, 30);
  std::vector<double> heights = of.lists.heights();
  heights[7] += 1e3;
  const SmoothedCells cells(of.lists, heights, 0.1, 1, kNever);
  CHECK(cells.masses()[7] > 0.999);
  const std::vector<double> squares = cells.mean_squares(1);
  for (Index j = 0; j < 30; ++j) {
    CHECK(cells.masses()[j] - SampledConstants::kEvenPart / 30 - squares[j] >= -1e-12);
  }
}

TEST_CASE("with next to no smoothing the masses are counts") {
  Random random(1723);
  const RandomLists of(random, 30, 2, 500, 24);
  const SmoothedCells cells(of.lists, of.lists.heights(), 1e-12, 1, kNever);
  const CellCounts counts = count_cells(of.lists, of.lists.heights(), 1);
  for (Index j = 0; j < 30; ++j) {
    CHECK(std::abs(cells.masses()[j] - counts.counts[j] / 500.0) <= SampledConstants::kEvenPart);
  }
}

TEST_CASE("masses and directions are the same bits with any number of threads") {
  Random random(1724);
  const RandomLists of(random, 40, 3, 999, 24);
  const SmoothedCells one(of.lists, of.lists.heights(), 0.1, 1, kNever),
      four(of.lists, of.lists.heights(), 0.1, 4, kNever);
  CHECK(one.masses() == four.masses());
  CHECK(one.mean_squares(1) == four.mean_squares(3));
  const std::vector<double> x = random.numbers(40, -1.0, 1.0);
  std::vector<double> a(40, 0.0), b(40, 0.0);
  one.add_covariance(x, 1.0, a, 1);
  four.add_covariance(x, 1.0, b, 4);
  CHECK(a == b);
}

TEST_CASE("a step by which too many lists may be too short is refused, but not for a start") {
  Random random(1725);
  const RandomLists of(random, 200, 4, 300, 8);
  const SampledEngine engine(of.lists, 0.1, 1, kNever);
  std::vector<double> far = of.lists.heights();
  for (Index j = 0; j < 200; j += 5) far[j] += 100.0;
  CHECK_FALSE(engine.measure(far, nullptr, {}, {4, {}}).has_value());
  CHECK(engine.measure(far, nullptr, {}, {200, {}}).has_value());
  CHECK(engine.measure(of.lists.heights(), nullptr, {}, {4, {}}).has_value());
  std::vector<double> single = of.lists.heights();
  single[0] += 100.0;  // on few lists
  CHECK(engine.measure(single, nullptr, {}, {4, {}}).has_value());
}

TEST_CASE("Newton's loop finds heights with which smoothed masses are the targets") {
  Random random(1726);
  const RandomLists of(random, 24, 3, 4000, 24);
  const Targets targets{std::vector<double>(24, 1.0 / 24)};
  const NewtonResult result = fit(of.lists, targets, {}, 0.3, {.tol = 1e-8});
  CHECK(result.status == Status::kConverged);
  const SmoothedCells cells(of.lists, result.weights, 0.3, 1, kNever);
  CHECK(targets.max_relative_error(cells.masses()) <= 1e-8);
}

}  // namespace
}  // namespace brenier
