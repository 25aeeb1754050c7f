// Points near each other: found, and joined, against brute force.
#include "brenier/near_points.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "brenier/plane/points/box.hpp"
#include "brenier/plane/points/distinct_sites.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

/// Half of them around a tenth as many of the others, at distances from `least` up.
std::vector<Point> clustered(Random& random, int count, double least) {
  std::vector<Point> result = random.points(count / 2, -3.0, 4.0);
  for (int k = count / 2; k < count; ++k) {
    const Point center = result[random.integer(0, count / 20)];
    const double distance = least * std::pow(10.0, random.uniform(0.0, 6.0));
    result.push_back(center + distance * random.point(-1.0, 1.0));
  }
  return result;
}

double nearest_other(const std::vector<Point>& points, std::size_t k) {
  double result = std::numeric_limits<double>::infinity();
  for (std::size_t j = 0; j < points.size(); ++j) {
    if (j != k) result = std::min(result, norm(points[j] - points[k]));
  }
  return result;
}

TEST_CASE("crowded points are those with another near by - and few others") {
  Random random(91);
  for (const double distance : {1e-14, 1e-12, 1e-9, 1e-3, 0.1}) {
    const std::vector<Point> points = clustered(random, 200, 1e-3 * distance);
    std::vector<char> is_crowded(points.size(), 0);
    for (const Index k : crowded_points(points, distance)) is_crowded[k] = 1;
    for (std::size_t k = 0; k < points.size(); ++k) {
      const double nearest = nearest_other(points, k);
      if (nearest <= distance) CHECK(is_crowded[k]);
      if (nearest > 100.0 * distance) CHECK_FALSE(is_crowded[k]);
    }
  }
}

TEST_CASE("points on the sides of squares are not missed") {
  // Two columns of a lattice with 64 times the distance between its rows, half of it apart.
  std::vector<Point> points;
  for (int row = 0; row < 50; ++row) {
    points.push_back({0.0, row * 0.64});
    points.push_back({0.0, row * 0.64 - 0.005});
  }
  CHECK(crowded_points(points, 0.01).size() == points.size());
}

TEST_CASE("nobody is crowded alone - or within no distance") {
  CHECK(crowded_points(std::vector<Point>{}, 1.0).empty());
  CHECK(crowded_points(std::vector<Point>{{1, 2}}, 1.0).empty());
  CHECK(crowded_points(std::vector<Point>{{1, 2}, {1, 2}}, 0.0).empty());
}

TEST_CASE("representatives are those of the greedy rule") {
  Random random(92);
  for (const double radius : {1e-13, 1e-10, 1e-2}) {
    const std::vector<Point> points = clustered(random, 300, 1e-3 * radius);
    const std::vector<double> radii = random.numbers(300, 0.01 * radius, radius);
    const std::vector<double> priority = random.numbers(300, 0, 1);
    const auto precedes = [&](Index a, Index b) { return priority[a] < priority[b]; };
    const Radii near{[&](Index k) { return radii[k]; }, radius};
    const std::vector<Index> found = representatives(points, near, precedes);

    std::vector<Index> order(points.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), precedes);
    std::vector<Index> standing;
    int joined = 0;
    for (const Index k : order) {
      Index nearest = k;
      double least = std::nextafter(radii[k], 1.0);
      for (const Index s : standing) {
        if (norm(points[s] - points[k]) >= least) continue;
        nearest = s;
        least = norm(points[s] - points[k]);
      }
      CHECK(found[k] == nearest);
      nearest == k ? standing.push_back(k) : void(++joined);
    }
    CHECK(joined > 20);
  }
}

TEST_CASE("a chain of points does not become one") {
  std::vector<Point> points;
  for (int k = 0; k < 100; ++k) points.push_back({0.3 + 1e-3 * k, 0.0});
  const Radii near{[](Index) { return 5.5e-3; }, 5.5e-3};
  const std::vector<Index> found = representatives(points, near, std::less<Index>());
  for (int k = 0; k < 100; ++k) CHECK(found[k] == k - k % 6);
}

TEST_CASE("groups are joined at the place of the one that stands for them") {
  const std::vector<Point> local{{0, 0}, {1, 1}, {0, 0}, {1, 1.25}, {0.5, 0.5}};
  const DistinctSites sites = distinct_sites(local);
  std::vector<Index> standing(sites.size());
  std::iota(standing.begin(), standing.end(), 0);
  standing[sites.group[1]] = sites.group[3];
  const DistinctSites result = joined(sites, standing);
  CHECK(result.size() == 3);
  CHECK(result.group[1] == result.group[3]);
  CHECK(result.group[0] == result.group[2]);
  CHECK(result.points[result.group[1]] == Point{1, 1.25});
  CHECK(result.first_member(result.group[1]) == 1);
  CHECK(result.first_member(result.group[2]) == 0);
  CHECK(result.members_begin.back() == 5);
}

}  // namespace
}  // namespace brenier
