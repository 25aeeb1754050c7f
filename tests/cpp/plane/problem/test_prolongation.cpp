#include <doctest/doctest.h>

#include <cmath>
#include <functional>

#include "brenier/plane/problem/prolongation.hpp"
#include "brenier/site_groups.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

struct Potential {
  std::function<double(Point)> value;
  std::function<Point(Point)> gradient;
};

struct Prolonged {
  std::vector<Point> points;
  std::vector<double> weights;
};

/// From exact values and gradients at the barycentres of groups of four.
Prolonged prolonged(const Potential& u, int count) {
  Random random(5);
  const std::vector<Point> points = random.points(count, -1.0, 1.0);
  const SiteGroups groups(points, 4);
  std::vector<Point> sites, centroids;
  std::vector<double> weights;
  std::vector<Index> site_of(points.size());
  for (Index g = 0; g < groups.count(); ++g) {
    Point mean;
    for (const Index k : groups[g]) {
      mean = mean + (1.0 / static_cast<double>(groups[g].size())) * points[k];
      site_of[k] = g;
    }
    sites.push_back(mean);
    centroids.push_back(u.gradient(mean));
    weights.push_back(squared_norm(mean) - 2.0 * u.value(mean));
  }
  const RegularTriangulation coarse(sites, weights);
  REQUIRE_FALSE(coarse.has_hidden_sites());
  return {points, prolonged_weights(coarse, centroids, points, site_of)};
}

TEST_CASE("a quadratic potential is prolonged to within a tenth of its height above a tangent") {
  const Potential u{[](Point y) { return y.x * y.x + 0.5 * y.x * y.y + 0.5 * y.y * y.y; },
                    [](Point y) { return Point{2.0 * y.x + 0.5 * y.y, 0.5 * y.x + y.y}; }};
  const auto [points, weights] = prolonged(u, 2000);
  // The groups are about 0.1 wide, the larger eigenvalue is 2.2: heights are 2.2/2 · 0.1² at most.
  for (std::size_t k = 0; k < points.size(); ++k) {
    const double below = u.value(points[k]) - 0.5 * (squared_norm(points[k]) - weights[k]);
    CHECK(below >= -1e-12);
    CHECK(below < 0.1 * 1.1 * 0.01);
  }
}

TEST_CASE("hardly any point is hidden, whether the potential is smooth or has a crease") {
  const Potential smooth{[](Point y) { return std::exp(y.x) + 0.5 * squared_norm(y); },
                         [](Point y) { return Point{std::exp(y.x) + y.x, y.y}; }};
  // As for two islands on the left and on the right.
  const Potential creased{
      [](Point y) { return 0.5 * squared_norm(y) + std::abs(y.x - 0.3 * y.y); },
      [](Point y) { return y + (y.x > 0.3 * y.y ? 1.0 : -1.0) * Point{1.0, -0.3}; }};
  for (const Potential& u : {smooth, creased}) {
    const auto [points, weights] = prolonged(u, 3000);
    CHECK(RegularTriangulation(points, weights).hidden_count() <= 30);
  }
}

}  // namespace
}  // namespace brenier
