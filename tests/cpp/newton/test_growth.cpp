// What a Newton step aims at, in any dimension of growth.
#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "brenier/newton/growth.hpp"
#include "inputs/random.hpp"

namespace {

using namespace brenier;
using namespace brenier::testing;

constexpr int kDimensions[] = {1, 2, 3, 5};

/// Shares of 1, over `decades` powers of ten.
std::vector<double> shares(Random& random, int count, double decades) {
  std::vector<double> result = random.numbers(count, -decades, 0.0);
  for (double& value : result) value = std::pow(10.0, value);
  const double sum = std::accumulate(result.begin(), result.end(), 0.0);
  for (double& value : result) value /= sum;
  return result;
}

double sum_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace

TEST_CASE("the aimed growth sums to zero and goes from each mass towards its target") {
  Random random(311);
  for (const int d : kDimensions) {
    for (const double decades : {0.1, 2.0, 8.0}) {
      const std::vector<double> masses = shares(random, 500, decades);
      const std::vector<double> targets = shares(random, 500, 3.0);
      const std::vector<double> growth = aimed_growth(masses, targets, d);
      CHECK(std::abs(sum_of(growth)) <= 1e-14);
      for (std::size_t k = 0; k < masses.size(); ++k) {
        CHECK((growth[k] > 0.0) == (targets[k] > masses[k]));
        // Not beyond the target from below.
        if (growth[k] > 0.0) CHECK(growth[k] <= targets[k] - masses[k] + 1e-15);
      }
    }
  }
}

TEST_CASE(
    "the distance falls at least as fast along the aimed growth as e to the minus 2t over d") {
  Random random(312);
  for (const int d : kDimensions) {
    for (int round = 0; round < 300; ++round) {
      const std::vector<double> masses = shares(random, 20, 0.03 * round);
      const std::vector<double> targets = shares(random, 20, random.uniform(0.0, 6.0));
      const std::vector<double> growth = aimed_growth(masses, targets, d);
      // dH/dt = Σ ∂H/∂m g = Σ (2/d) ν^(1-2/d) (m^(1/d) - ν^(1/d)) m^(1/d-1) g.
      double rate = 0.0;
      for (std::size_t k = 0; k < masses.size(); ++k) {
        const double a = std::pow(masses[k], 1.0 / d), b = std::pow(targets[k], 1.0 / d);
        rate += 2.0 / d * std::pow(targets[k], 1.0 - 2.0 / d) * (a - b) * a / masses[k] * growth[k];
      }
      CHECK(rate <= -2.0 / d * squared_distance(masses, targets, d) * (1.0 - 1e-9));
    }
  }
}

TEST_CASE("cells below their targets aim at what Newton has for the roots of the masses") {
  Random random(314);
  const std::vector<double> masses = shares(random, 50, 4.0), targets = shares(random, 50, 4.0);
  for (const int d : kDimensions) {
    const std::vector<double> growth = aimed_growth(masses, targets, d);
    for (std::size_t k = 0; k < masses.size(); ++k) {
      if (masses[k] >= targets[k]) continue;
      const double a = std::pow(masses[k], 1.0 / d), b = std::pow(targets[k], 1.0 / d);
      const double expected = d * std::pow(a, d - 1) * (b - a);
      CHECK(growth[k] / expected == doctest::Approx(1.0).epsilon(1e-9));
    }
  }
}

TEST_CASE("rounding in the largest mass leaves the growth of the tiny ones alone") {
  const std::vector<double> targets{1e-14, 3e-14, 2e-14, 1.0 - 6e-14};
  for (const int d : kDimensions) {
    for (const double rounding : {-1e-15, 0.0, 1e-15}) {
      const std::vector<double> growth = aimed_growth(
          std::vector<double>{1.01e-14, 2.98e-14, 2.01e-14, targets[3] + rounding}, targets, d);
      CHECK(std::abs(growth[0] / -1e-16 - 1.0) < 0.02);
      CHECK(std::abs(growth[1] / 2e-16 - 1.0) < 0.02);
      CHECK(std::abs(growth[2] / -1e-16 - 1.0) < 0.02);
    }
    // A part that is out of balance by more than rounding: the largest does not bear it alone.
    const std::vector<double> shared =
        aimed_growth(std::vector<double>{0.3 + 1e-10, 0.2 - 3e-10, 0.1 + 1e-10},
                     std::vector<double>{0.3, 0.2, 0.1}, d);
    CHECK(std::abs(shared[0] / -1.5e-10 - 1.0) < 0.01);
    CHECK(std::abs(shared[2] / -1.5e-10 - 1.0) < 0.01);
  }
}

TEST_CASE("near the targets the aimed growth is what is lacking up to second order") {
  Random random(313);
  const std::vector<double> targets = shares(random, 100, 1.0);
  std::vector<double> masses(targets);
  for (std::size_t k = 0; k < masses.size(); k += 2) {
    const double part = 1e-5 * std::min(masses[k], masses[k + 1]);
    masses[k] += part;
    masses[k + 1] -= part;
  }
  for (const int d : kDimensions) {
    const std::vector<double> growth = aimed_growth(masses, targets, d);
    for (std::size_t k = 0; k < masses.size(); ++k) {
      const double lack = targets[k] - masses[k];
      CHECK(std::abs(growth[k] - lack) <= 2e-5 * std::abs(lack));
    }
  }
}

TEST_CASE("masses that are right have no distance and do not grow") {
  const std::vector<double> targets{0.5, 0.25, 0.25};
  for (const int d : kDimensions) {
    CHECK(squared_distance(targets, targets, d) == 0.0);
    CHECK(aimed_growth(targets, targets, d) == std::vector<double>(3, 0.0));
  }
  CHECK(squared_distance(std::vector<double>{1.0, 0.0}, std::vector<double>{0.0, 1.0}, 2) == 2.0);
}

TEST_CASE(
    "after the growth has been aimed at for a whole step the mass is the target if none is "
    "scaled") {
  for (const int d : kDimensions) {
    const double mass = 0.01, target = 0.3;
    const double a = std::pow(mass, 1.0 / d), b = std::pow(target, 1.0 / d);
    const double growth = d * mass / a * (b - a);
    CHECK(mass_after(mass, growth, 1.0, d) == doctest::Approx(target));
    CHECK(mass_after(mass, growth, 0.5, d) == doctest::Approx(std::pow(0.5 * (a + b), d)));
    CHECK(mass_after(mass, growth, 0.0, d) == doctest::Approx(mass));
  }
}
