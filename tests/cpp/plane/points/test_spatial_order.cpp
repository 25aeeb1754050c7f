#include "brenier/plane/points/spatial_order.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "brenier/plane/points/distinct_sites.hpp"
#include "inputs/domains.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

bool is_permutation(std::vector<Index> order, std::size_t count) {
  std::sort(order.begin(), order.end());
  std::vector<Index> all(count);
  std::iota(all.begin(), all.end(), 0);
  return order == all;
}

double tour_length(const std::vector<Point>& points, const std::vector<Index>& order) {
  double result = 0.0;
  for (std::size_t k = 1; k < order.size(); ++k) {
    result += norm(points[order[k]] - points[order[k - 1]]);
  }
  return result;
}

TEST_CASE("the order is a permutation - of any points") {
  Random random(4);
  std::vector<std::vector<Point>> inputs{{},
                                         {{3, 4}},
                                         {{1, 1}, {1, 1}, {1, 1}},
                                         {{0, 5}, {0, 4}, {0, 9}},
                                         random.points(1000),
                                         random.points(500, -1e150, 1e150),
                                         random.points(500, 0, 1e-300),
                                         grid(20, 1.0, {-3, 7})};
  for (const auto& points : inputs) CHECK(is_permutation(spatial_order(points), points.size()));
}

TEST_CASE("along a grid of 2^k points each step is to a neighbour: the curve is Hilbert's") {
  for (const int side : {2, 4, 16, 64}) {
    const std::vector<Point> points = grid(side, 1.0, {0.5, -2.0});
    CHECK(tour_length(points, spatial_order(points)) == doctest::Approx(side * side - 1.0));
  }
}

TEST_CASE("neighbours in the order are near - and the scale does not matter") {
  Random random(5);
  std::vector<Point> points = random.points(4000);
  const std::vector<Index> order = spatial_order(points);
  // A shortest tour has length 0.71 sqrt(n), Hilbert's curve about 0.92 sqrt(n).
  CHECK(tour_length(points, order) < 1.05 * std::sqrt(4000.0));
  for (Point& p : points) p = 1024.0 * p;
  CHECK(spatial_order(points) == order);
}

TEST_CASE("points with the same coordinates stand together - the lowest index first") {
  Random random(6);
  // Places so close to each other that they share a cell of the curve's grid, and others that do
  // not.
  std::vector<Point> places = random.points(40);
  for (int k = 0; k < 40; ++k) places.push_back(places[k] + Point{1e-12 * (k % 3 + 1), 0.0});
  std::vector<Point> points;
  for (int k = 0; k < 1000; ++k) points.push_back(places[random.integer(0, 79)]);
  const std::vector<Index> order = spatial_order(points);
  int runs = 0, unordered = 0;
  for (std::size_t k = 0; k < order.size(); ++k) {
    const bool same = k > 0 && points[order[k]] == points[order[k - 1]];
    runs += !same;
    unordered += same && order[k] < order[k - 1];
  }
  std::vector<Point> distinct;
  for (const Point p : points) {
    if (std::find(distinct.begin(), distinct.end(), p) == distinct.end()) distinct.push_back(p);
  }
  CHECK(runs == static_cast<int>(distinct.size()));
  CHECK(unordered == 0);
}

TEST_CASE("the order inside a tiny cluster is a Hilbert curve as well") {
  // All but one of the points share the leading digits of their positions.
  std::vector<Point> points = grid(16, std::ldexp(1.0, -31), {0.0, 0.0});
  points.push_back({1.0, 1.0});
  const std::vector<Index> order = spatial_order(points);
  REQUIRE(is_permutation(order, points.size()));
  CHECK(order.back() != 0);
  double length = 0.0;
  for (std::size_t k = 1; k < order.size(); ++k) {
    const double step = norm(points[order[k]] - points[order[k - 1]]);
    if (step < 0.5) length += step;
  }
  CHECK(length < 1.2 * 255.0 * std::ldexp(1.0, -31));
}

TEST_CASE("distinct_sites: groups - members and points tell the same story") {
  Random random(7);
  std::vector<Point> sites;
  for (int k = 0; k < 300; ++k) {
    const Point p = random.point(0, 10);
    sites.push_back({std::floor(p.x), std::floor(p.y)});
  }
  const DistinctSites distinct = distinct_sites(sites);
  CHECK(is_permutation(distinct.members, sites.size()));
  REQUIRE(distinct.members_begin.size() == distinct.points.size() + 1);
  int wrong = 0;
  for (Index g = 0; g < distinct.size(); ++g) {
    for (Index at = distinct.members_begin[g]; at < distinct.members_begin[g + 1]; ++at) {
      const Index k = distinct.members[at];
      wrong += !(sites[k] == distinct.points[g]) || distinct.group[k] != g;
      wrong += at > distinct.members_begin[g] && k <= distinct.members[at - 1];
    }
    for (Index h = 0; h < g; ++h) wrong += distinct.points[g] == distinct.points[h];
  }
  CHECK(wrong == 0);
  CHECK(distinct.size() < 101);
}

}  // namespace
}  // namespace brenier
