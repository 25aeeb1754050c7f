// A triangulation repaired by flips is the one that is built anew.
#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "brenier/plane/triangulation/power_test.hpp"
#include "brenier/plane/triangulation/regular_triangulation.hpp"
#include "inputs/domains.hpp"
#include "inputs/random.hpp"
#include "inputs/sites.hpp"
#include "oracles/triangles.hpp"

namespace brenier {
namespace {

using namespace testing;

/// Neighbours point back at each other over the same edge, and no edge is in conflict.
bool is_sound(const RegularTriangulation& triangulation) {
  const auto site = [&](Index k) {
    return WeightedPoint{triangulation.sites()[k], triangulation.weights()[k]};
  };
  const std::vector<Triangle>& all = triangulation.triangles();
  if (one_sided_neighbors(all) > 0) return false;
  for (Index t = 0; t < static_cast<Index>(all.size()); ++t) {
    for (const Index o : all[t].neighbors) {
      if (o == kNone) continue;
      const Index across = all[o].vertices[place(all[o].neighbors, t)];
      const auto& [a, b, c] = all[t].vertices;
      if (power_test(site(a), site(b), site(c), site(across)) > 0) return false;
    }
  }
  return true;
}

/// Whatever gets hidden.
RegularTriangulation reweighted_with_hidden(const RegularTriangulation& before,
                                            std::vector<double> weights, int workers = 1) {
  const Index all = static_cast<Index>(weights.size());
  return *before.reweighted(std::move(weights), all, workers);
}

/// Normally distributed, with this deviation.
std::vector<double> random_weights(std::size_t count, double size, Random& random) {
  std::vector<double> result(count);
  for (double& w : result) w = size * random.normal();
  return result;
}

TEST_CASE("flips lead to the triangulation that is built anew or find a hidden site") {
  Random random(1);
  int repaired_count = 0, hidden_count = 0;
  for (int round = 0; round < 300; ++round) {
    const std::vector<Point> points = random.points(4 + round);
    const double spacing = 1.0 / static_cast<double>(points.size());
    // From hardly any change to one that hides most sites.
    const double size = spacing * std::pow(10.0, -4.0 + 0.02 * round);
    const RegularTriangulation before(points, zeros(points.size()));
    const std::vector<double> weights = random_weights(points.size(), size, random);
    const RegularTriangulation anew(points, weights);
    const auto repaired = before.reweighted(weights);
    CHECK(repaired.has_value() == !anew.has_hidden_sites());
    if (!repaired) {
      ++hidden_count;
      continue;
    }
    ++repaired_count;
    CHECK(is_sound(*repaired));
    CHECK(triangle_set(repaired->triangles()) == triangle_set(anew.triangles()));
    CHECK(repaired->weights() == weights);
  }
  CHECK(repaired_count > 50);
  CHECK(hidden_count > 50);
}

TEST_CASE("flips work along a path of many small changes") {
  Random random(2);
  const std::vector<Point> points = random.points(500);
  RegularTriangulation current(points, zeros(points.size()));
  std::vector<double> weights = zeros(points.size());
  for (int step = 0; step < 50; ++step) {
    const std::vector<double> change = random_weights(points.size(), 2e-6, random);
    for (std::size_t k = 0; k < weights.size(); ++k) weights[k] += change[k];
    auto next = current.reweighted(weights);
    if (!next) break;
    current = *std::move(next);
    CHECK(is_sound(current));
  }
  CHECK(triangle_set(current.triangles()) ==
        triangle_set(RegularTriangulation(points, current.weights()).triangles()));
}

TEST_CASE("grids where every square is a tie are repaired as well") {
  Random random(3);
  const std::vector<Point> points = grid(12, 0.125, {0, 0});
  const RegularTriangulation before(points, zeros(points.size()));
  for (int round = 0; round < 50; ++round) {
    std::vector<double> weights(points.size());
    for (double& w : weights) w = static_cast<double>(random.integer(0, 1)) / 1024.0;
    const auto repaired = before.reweighted(weights);
    REQUIRE(repaired.has_value());
    CHECK(is_sound(*repaired));
  }
}

TEST_CASE("whatever sites get hidden or visible a repair leads to what is built anew") {
  Random random(5);
  int came = 0, went = 0;
  for (int round = 0; round < 200; ++round) {
    const std::vector<Point> points =
        round % 2 == 0 ? random.points(4 + round) : grid(3 + round / 20, 0.125, {0, 0});
    const double spacing = 1.0 / static_cast<double>(points.size());
    RegularTriangulation current(points, zeros(points.size()));
    for (int step = 0; step < 4; ++step) {
      const double size = spacing * std::pow(10.0, -2.0 + 0.02 * round);
      const std::vector<double> weights = random_weights(points.size(), size, random);
      const RegularTriangulation anew(points, weights);
      const RegularTriangulation repaired = reweighted_with_hidden(current, weights);
      CHECK(is_sound(repaired));
      CHECK(repaired.hidden_sites() == anew.hidden_sites());
      if (round % 2 == 0)
        CHECK(triangle_set(repaired.triangles()) == triangle_set(anew.triangles()));
      CHECK(repaired.triangles().size() == anew.triangles().size());
      CHECK(current.reweighted(weights).has_value() == !anew.has_hidden_sites());
      for (Index k = 0; k < static_cast<Index>(points.size()); ++k) {
        came += current.is_hidden(k) && !repaired.is_hidden(k);
        went += !current.is_hidden(k) && repaired.is_hidden(k);
      }
      current = repaired;
    }
  }
  CHECK(came > 1000);
  CHECK(went > 1000);
}

TEST_CASE(
    "sites in the middle of the hull's sides come and go as well as a hub of many triangles") {
  // A polygon's corners with a site in its middle - joined to all of them - and one on each side.
  std::vector<Point> points{{0.0, 0.0}};
  std::vector<double> light{-1e6}, heavy{0.0};
  constexpr int kCorners = 400;
  for (int k = 0; k < kCorners; ++k) {
    const double x = k - kCorners / 2;
    points.push_back({x, x * x - 1e4});
    light.push_back(x * x);
    heavy.push_back(x * x);
  }
  for (int k = 1; k < 8; ++k) {
    points.push_back({-200.0 + 49.875 * k, 3e4 - 49.875 * k});
    light.push_back(-1e10);
    heavy.push_back(4e9);
  }
  const RegularTriangulation with(points, heavy);
  const RegularTriangulation without = reweighted_with_hidden(with, light);
  CHECK(is_sound(without));
  CHECK(without.hidden_sites() == RegularTriangulation(points, light).hidden_sites());
  CHECK(without.is_hidden(0));
  const RegularTriangulation again = reweighted_with_hidden(without, heavy);
  CHECK(is_sound(again));
  CHECK(again.hidden_sites() == with.hidden_sites());
}

TEST_CASE("a repair is the same to the last triangle for any number of workers") {
  Random random(6);
  const std::vector<Point> points = random.points(20000);
  const RegularTriangulation before(points, zeros(points.size()));
  const std::vector<double> weights = random_weights(points.size(), 1e-5, random);
  const auto same = [](const Triangle& a, const Triangle& b) {
    return a.vertices == b.vertices && a.neighbors == b.neighbors;
  };
  const RegularTriangulation one = reweighted_with_hidden(before, weights, 1);
  CHECK(one.has_hidden_sites());
  for (const int workers : {2, 3, -1}) {
    const RegularTriangulation more = reweighted_with_hidden(before, weights, workers);
    CHECK(std::ranges::equal(one.triangles(), more.triangles(), same));
    CHECK(one.hidden_sites() == more.hidden_sites());
  }
}

TEST_CASE("where nothing is to be repaired the triangles are shared") {
  Random random(7);
  const std::vector<Point> points = random.points(100);
  const RegularTriangulation before(points, zeros(points.size()));
  const auto after = before.reweighted(std::vector<double>(points.size(), 1.0));
  REQUIRE(after.has_value());
  CHECK(&after->triangles() == &before.triangles());
  CHECK(&after->sites() == &before.sites());
  CHECK(after->weights() != before.weights());
}

TEST_CASE("edges that rounding leaves undecided are decided exactly in a repair as well") {
  Random random(8);
  // Nearly on common circles.
  const std::vector<Point> points = grid(40, 0.0125, {0.3, 0.7});
  const RegularTriangulation before(points, zeros(points.size()));
  for (int round = 0; round < 20; ++round) {
    const std::vector<double> weights = random_weights(points.size(), 1e-18, random);
    CHECK(is_sound(reweighted_with_hidden(before, weights)));
  }
}

TEST_CASE("weights that are no numbers or beyond all measure give no triangulation") {
  const std::vector<Point> points{{0.0, 0.0}, {1.0, 0.0}, {0.0, 1.0}, {1.0, 1.5}};
  const RegularTriangulation before(points, {0.0, 0.0, 0.0, 0.0});
  for (const double weight :
       {std::nan(""), std::numeric_limits<double>::infinity(), -1e201, 1e201}) {
    CHECK_FALSE(before.reweighted({0.0, weight, 0.0, 0.0}, 4).has_value());
  }
  CHECK(before.reweighted({0.0, -1e199, 0.0, 0.0}, 4).has_value());
}

TEST_CASE("sites on a line are triangulated anew") {
  const std::vector<Point> points{{0.0, 0.0}, {1.0, 1.0}, {2.0, 2.0}};
  const RegularTriangulation before(points, {0.0, 0.0, 0.0});
  CHECK(before.reweighted({0.1, 0.0, 0.1}).has_value());
  CHECK_FALSE(before.reweighted({5.0, 0.0, 5.0}).has_value());
  CHECK(reweighted_with_hidden(before, {5.0, 0.0, 5.0}).is_hidden(1));
}

}  // namespace
}  // namespace brenier
