// A triangulation repaired by flips is the one that is built anew.
#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <vector>

#include "brenier/plane/triangulation/power_test.hpp"
#include "brenier/plane/triangulation/regular_triangulation.hpp"

namespace {

using namespace brenier;

std::vector<std::array<Index, 3>> sorted_triangles(const RegularTriangulation& triangulation) {
  std::vector<std::array<Index, 3>> result;
  for (const Triangle& t : triangulation.triangles()) {
    auto [a, b, c] = t.vertices;
    while (a > b || a > c) std::tie(a, b, c) = std::tuple(b, c, a);
    result.push_back({a, b, c});
  }
  std::sort(result.begin(), result.end());
  return result;
}

/// Neighbours point back at each other over the same edge, and no edge is in conflict.
bool is_sound(const RegularTriangulation& triangulation) {
  const auto site = [&](Index k) {
    return WeightedPoint{triangulation.sites()[k], triangulation.weights()[k]};
  };
  const std::vector<Triangle>& all = triangulation.triangles();
  for (Index t = 0; t < static_cast<Index>(all.size()); ++t) {
    for (int k = 0; k < 3; ++k) {
      const Index o = all[t].neighbors[k];
      if (o == kNone) continue;
      const Triangle& other = all[o];
      const auto back = std::find(other.neighbors.begin(), other.neighbors.end(), t);
      if (back == other.neighbors.end()) return false;
      const auto m = back - other.neighbors.begin();
      if (other.vertices[(m + 1) % 3] != all[t].vertices[(k + 2) % 3]) return false;
      if (other.vertices[(m + 2) % 3] != all[t].vertices[(k + 1) % 3]) return false;
      const auto& [a, b, c] = all[t].vertices;
      if (power_test(site(a), site(b), site(c), site(other.vertices[m])) > 0) return false;
    }
  }
  return true;
}

std::vector<Point> random_points(int count, std::mt19937_64& random) {
  std::uniform_real_distribution<double> unit;
  std::vector<Point> result(count);
  for (Point& p : result) p = {unit(random), unit(random)};
  return result;
}

std::vector<Point> grid_points(int side) {
  std::vector<Point> result;
  for (int i = 0; i < side; ++i) {
    for (int j = 0; j < side; ++j) result.push_back({i / 8.0, j / 8.0});
  }
  return result;
}

/// Whatever gets hidden.
RegularTriangulation reweighted_with_hidden(const RegularTriangulation& before,
                                            std::vector<double> weights, int workers = 1) {
  const Index all = static_cast<Index>(weights.size());
  return *before.reweighted(std::move(weights), all, workers);
}

std::vector<double> random_weights(std::size_t count, double size, std::mt19937_64& random) {
  std::normal_distribution<double> normal(0.0, size);
  std::vector<double> result(count);
  for (double& w : result) w = normal(random);
  return result;
}

}  // namespace

TEST_CASE("flips lead to the triangulation that is built anew or find a hidden site") {
  std::mt19937_64 random(1);
  int repaired_count = 0, hidden_count = 0;
  for (int round = 0; round < 300; ++round) {
    const std::vector<Point> points = random_points(4 + round, random);
    const double spacing = 1.0 / static_cast<double>(points.size());
    // From hardly any change to one that hides most sites.
    const double size = spacing * std::pow(10.0, -4.0 + 0.02 * round);
    const RegularTriangulation before(points, std::vector<double>(points.size(), 0.0));
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
    CHECK(sorted_triangles(*repaired) == sorted_triangles(anew));
    CHECK(repaired->weights() == weights);
  }
  CHECK(repaired_count > 50);
  CHECK(hidden_count > 50);
}

TEST_CASE("flips work along a path of many small changes") {
  std::mt19937_64 random(2);
  const std::vector<Point> points = random_points(500, random);
  RegularTriangulation current(points, std::vector<double>(points.size(), 0.0));
  std::vector<double> weights(points.size(), 0.0);
  for (int step = 0; step < 50; ++step) {
    const std::vector<double> change = random_weights(points.size(), 2e-6, random);
    for (std::size_t k = 0; k < weights.size(); ++k) weights[k] += change[k];
    auto next = current.reweighted(weights);
    if (!next) break;
    current = *std::move(next);
    CHECK(is_sound(current));
  }
  CHECK(sorted_triangles(current) ==
        sorted_triangles(RegularTriangulation(points, current.weights())));
}

TEST_CASE("grids where every square is a tie are repaired as well") {
  std::mt19937_64 random(3);
  const std::vector<Point> points = grid_points(12);
  const RegularTriangulation before(points, std::vector<double>(points.size(), 0.0));
  std::uniform_int_distribution<int> coin(0, 1);
  for (int round = 0; round < 50; ++round) {
    std::vector<double> weights(points.size());
    for (double& w : weights) w = coin(random) / 1024.0;
    const auto repaired = before.reweighted(weights);
    REQUIRE(repaired.has_value());
    CHECK(is_sound(*repaired));
  }
}

TEST_CASE("whatever sites get hidden or visible a repair leads to what is built anew") {
  std::mt19937_64 random(5);
  int came = 0, went = 0;
  for (int round = 0; round < 200; ++round) {
    const std::vector<Point> points =
        round % 2 == 0 ? random_points(4 + round, random) : grid_points(3 + round / 20);
    const double spacing = 1.0 / static_cast<double>(points.size());
    RegularTriangulation current(points, std::vector<double>(points.size(), 0.0));
    for (int step = 0; step < 4; ++step) {
      const double size = spacing * std::pow(10.0, -2.0 + 0.02 * round);
      const std::vector<double> weights = random_weights(points.size(), size, random);
      const RegularTriangulation anew(points, weights);
      const RegularTriangulation repaired = reweighted_with_hidden(current, weights);
      CHECK(is_sound(repaired));
      CHECK(repaired.hidden_sites() == anew.hidden_sites());
      if (round % 2 == 0) CHECK(sorted_triangles(repaired) == sorted_triangles(anew));
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
  std::mt19937_64 random(6);
  const std::vector<Point> points = random_points(20000, random);
  const RegularTriangulation before(points, std::vector<double>(points.size(), 0.0));
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

TEST_CASE("where nothing is to be mended the triangles are shared") {
  std::mt19937_64 random(7);
  const std::vector<Point> points = random_points(100, random);
  const RegularTriangulation before(points, std::vector<double>(points.size(), 0.0));
  const auto after = before.reweighted(std::vector<double>(points.size(), 1.0));
  REQUIRE(after.has_value());
  CHECK(&after->triangles() == &before.triangles());
  CHECK(&after->sites() == &before.sites());
  CHECK(after->weights() != before.weights());
}

TEST_CASE("edges that rounding leaves undecided are decided exactly in a repair as well") {
  std::mt19937_64 random(8);
  std::vector<Point> points = grid_points(40);
  for (Point& p : points) p = {0.1 * p.x + 0.3, 0.1 * p.y + 0.7};  // nearly on common circles
  const RegularTriangulation before(points, std::vector<double>(points.size(), 0.0));
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

TEST_CASE("the power test agrees with exact integers") {
  std::mt19937_64 random(4);
  std::uniform_int_distribution<int> small(-3, 3);
  int ties = 0;
  for (int round = 0; round < 20000; ++round) {
    std::array<std::array<long, 3>, 4> p{};
    for (auto& row : p) row = {small(random), small(random), small(random)};
    const auto [a, b, c, d] = p;
    const long turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    if (turn <= 0) continue;
    const auto row = [&](const std::array<long, 3>& q) {
      const long x = q[0] - d[0], y = q[1] - d[1];
      return std::array<long, 3>{x, y, x * x + y * y - q[2] + d[2]};
    };
    const auto u = row(a), v = row(b), w = row(c);
    const long det = u[2] * (v[0] * w[1] - v[1] * w[0]) + v[2] * (w[0] * u[1] - w[1] * u[0]) +
                     w[2] * (u[0] * v[1] - u[1] * v[0]);
    const auto point = [](const std::array<long, 3>& q) {
      return WeightedPoint{{static_cast<double>(q[0]), static_cast<double>(q[1])},
                           static_cast<double>(q[2])};
    };
    ties += det == 0;
    CHECK(power_test(point(a), point(b), point(c), point(d)) == (det > 0) - (det < 0));
  }
  CHECK(ties > 100);
}
