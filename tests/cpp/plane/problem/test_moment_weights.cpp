#include "brenier/plane/problem/moment_weights.hpp"

#include <doctest/doctest.h>

#include <Eigen/Eigenvalues>

#include "brenier/plane/density/gaussian_source.hpp"
#include "brenier/plane/density/source.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

Point center_of(const Source& source, Point x) { return source.similarity.to_local(x); }

void check_covariance(const SymmetricMatrix& found, const SymmetricMatrix& expected,
                      double within) {
  const double unit = expected.trace();
  CHECK(std::abs(found.xx - expected.xx) <= within * unit);
  CHECK(std::abs(found.xy - expected.xy) <= within * unit);
  CHECK(std::abs(found.yy - expected.yy) <= within * unit);
}

/// Of the uniform density on a parallelogram with half sides a and b: (a aᵀ + b bᵀ) / 3.
SymmetricMatrix of_parallelogram(Point a, Point b) {
  return {(a.x * a.x + b.x * b.x) / 3.0, (a.x * a.y + b.x * b.y) / 3.0,
          (a.y * a.y + b.y * b.y) / 3.0};
}

TEST_CASE("the spread of a uniform density is that of its parallelogram - however thin") {
  const auto parallelogram = [](Point middle, Point a, Point b) {
    return uniform_source({{middle - a - b, middle + a - b, middle + a + b, middle - a + b}});
  };
  for (const double thin : {1.0, 0.1, 0.01, 1e-3}) {
    CAPTURE(thin);
    const Point middle{0.3, -0.2}, a{0.8, 0.6}, b{-0.6 * thin, 0.8 * thin};
    const Source source = parallelogram(middle, a, b);
    const MeanCovariance spread = mean_covariance(source.density);
    const double unit = source.similarity.unit;
    CHECK(norm(spread.mean - center_of(source, middle)) < 1e-3);
    const SymmetricMatrix expected = of_parallelogram((1.0 / unit) * a, (1.0 / unit) * b);
    check_covariance(spread.covariance, expected, 0.1);
    // The narrow direction, too.
    CHECK(spread.covariance.determinant() / expected.determinant() ==
          doctest::Approx(1.0).epsilon(0.2));
  }
}

TEST_CASE("the spread of a normal density is its covariance - however thin") {
  for (const double correlation : {0.0, 0.9, -0.999}) {
    const Covariance covariance{1.0, correlation, correlation, 1.0};
    const Source source =
        gaussian_source({}, std::vector<Point>{{2.0, 1.0}}, std::vector<Covariance>{covariance},
                        std::vector<double>{1.0}, true);
    const MeanCovariance spread = mean_covariance(source.density);
    const double unit = source.similarity.unit;
    CHECK(norm(spread.mean - center_of(source, {2.0, 1.0})) < 1e-3);
    const double determinant = (1.0 - correlation * correlation) / (unit * unit * unit * unit);
    CHECK(unit * unit * spread.covariance.trace() == doctest::Approx(2.0).epsilon(0.1));
    CHECK(spread.covariance.determinant() / determinant == doctest::Approx(1.0).epsilon(0.2));
  }
}

Eigen::Matrix2d matrix(const SymmetricMatrix& m) {
  return Eigen::Matrix2d{{m.xx, m.xy}, {m.xy, m.yy}};
}

Eigen::Matrix2d root(const Eigen::Matrix2d& m) {
  return Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d>(m).operatorSqrt();
}

TEST_CASE(
    "moment weights put every site's image into its own cell - and match mean and covariance") {
  Random random(61);
  const DomainIndex plane(rectangle(Box{{-100, -100}, {100, 100}}));
  for (int round = 0; round < 20; ++round) {
    std::vector<Point> sites = random.points(60);
    const double lean = random.uniform(-2, 2), wide = random.uniform(0.01, 3);
    for (Point& y : sites) y = {5.0 + wide * y.x + lean * y.y, y.y - 1.0};
    const std::vector<double> masses(60, 1.0 / 60.0);
    const double sx = random.uniform(0.1, 4.0), sy = random.uniform(0.1, 4.0);
    const MeanCovariance source{{random.uniform(-3, 3), random.uniform(-3, 3)},
                                {sx * sx, random.uniform(-0.9, 0.9) * sx * sy, sy * sy}};
    const std::vector<double> weights = moment_weights(sites, masses, source, plane);
    REQUIRE(weights.size() == 60);
    const MeanCovariance given = mean_covariance(sites, masses);
    const Eigen::Matrix2d c = root(matrix(given.covariance)), inverse = c.inverse();
    const Eigen::Matrix2d a = inverse * root(c * matrix(source.covariance) * c) * inverse;
    for (int i = 0; i < 60; ++i) {
      const Eigen::Vector2d moved =
          a * Eigen::Vector2d(sites[i].x - given.mean.x, sites[i].y - given.mean.y);
      const Point z = source.mean + Point{moved.x(), moved.y()};
      double least = std::numeric_limits<double>::infinity();
      for (int j = 0; j < 60; ++j) {
        if (j != i) least = std::min(least, squared_norm(z - sites[j]) - weights[j]);
      }
      CHECK(squared_norm(z - sites[i]) - weights[i] < least);
    }
  }
}

TEST_CASE(
    "moment weights are those of a smaller source - when the sites would not fit into the domain") {
  Random random(63);
  const DomainIndex plane(rectangle(Box{{-100, -100}, {100, 100}}));
  const DomainIndex window(rectangle(Box{{-2, -2}, {2, 2}}));
  const std::vector<double> masses(300, 1.0 / 300.0);
  for (int round = 0; round < 20; ++round) {
    const std::vector<Point> sites = random.points(300);
    const double sx = random.uniform(0.5, 2.5), sy = random.uniform(0.5, 2.5);
    const auto source = [&, lean = random.uniform(-0.9, 0.9)](double size) {
      const double square = size * size;
      return MeanCovariance{{0.1, -0.2},
                            {square * sx * sx, square * lean * sx * sy, square * sy * sy}};
    };
    const MeanCovariance given = mean_covariance(sites, masses);
    const auto count_outside = [&](double size) {
      const Eigen::Matrix2d c = root(matrix(given.covariance)), inverse = c.inverse();
      const Eigen::Matrix2d a = inverse * root(c * matrix(source(size).covariance) * c) * inverse;
      return std::count_if(sites.begin(), sites.end(), [&](Point y) {
        const Eigen::Vector2d z = a * Eigen::Vector2d(y.x - given.mean.x, y.y - given.mean.y);
        return !window.contains(source(size).mean + Point{z.x(), z.y()});
      });
    };
    double size = 1.0;
    while (count_outside(size) > 6) size *= 0.8;
    const std::vector<double> found = moment_weights(sites, masses, source(1.0), window);
    if (size < 0.3) {
      CHECK(found.empty());
      continue;
    }
    const std::vector<double> expected = moment_weights(sites, masses, source(size), plane);
    REQUIRE(found.size() == expected.size());
    for (std::size_t k = 0; k < found.size(); ++k) {
      CHECK(std::abs(found[k] - expected[k]) < 1e-10);
    }
  }
}

TEST_CASE("moment weights are zero next to the identity - and none where there is no way") {
  Random random(62);
  const std::vector<Point> sites = random.points(200);
  const std::vector<double> masses(200, 1.0 / 200.0);
  const MeanCovariance given = mean_covariance(sites, masses);
  const DomainIndex unit(rectangle(Box{{0, 0}, {1, 1}}));
  CHECK(moment_weights(sites, masses, given, unit) == std::vector<double>(200, 0.0));
  // The mean of the source outside of its domain, as that of a ring: nothing can be shrunk to it.
  CHECK(moment_weights(sites, masses, {{5, 5}, given.covariance}, unit).empty());
  // All sites at one place.
  CHECK(
      moment_weights(std::vector<Point>(3, {1, 1}), std::vector<double>(3, 1.0 / 3.0), given, unit)
          .empty());
  // On a line: finite, and no site without a cell.
  std::vector<Point> line;
  for (int k = 0; k < 50; ++k) line.push_back({2.0 + k, 1.0});
  for (const double w : moment_weights(line, std::vector<double>(50, 0.02), given, unit)) {
    CHECK(std::isfinite(w));
  }
}

}  // namespace
}  // namespace brenier
