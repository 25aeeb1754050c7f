#include "brenier/plane/density/source.hpp"

#include <doctest/doctest.h>

#include <numbers>
#include <stdexcept>

#include "brenier/error.hpp"
#include "brenier/plane/density/gaussian_source.hpp"
#include "inputs/domains.hpp"
#include "inputs/random.hpp"
#include "oracles/messages.hpp"

namespace brenier {
namespace {

using namespace testing;

const CheckInterrupt kStop = [] { throw std::runtime_error("stop"); };

TEST_CASE("Source: rings, area and points inside are told in the caller's coordinates") {
  Random random(61);
  for (const NamedDomain& named : domains()) {
    CAPTURE(named.name);
    std::vector<Ring> rings = named.rings;
    for (Ring& ring : rings) {
      for (Point& p : ring) p = Point{100, -50} + 3.0 * p;
    }
    const Polygon polygon(rings);
    const Source source = uniform_source(rings);
    CHECK(source.area() == doctest::Approx(polygon.area()).epsilon(1e-13));
    const std::vector<Ring> told = source.rings();
    REQUIRE(told.size() == rings.size());
    for (Index r = 0; r < polygon.ring_count(); ++r) {
      REQUIRE(told[r].size() == polygon.ring(r).size());
      for (std::size_t k = 0; k < told[r].size(); ++k) {
        CHECK(norm(told[r][k] - polygon.ring(r)[k]) < 1e-13);
      }
    }
    std::vector<Point> x;
    for (const Point p : random.points(500, -0.1, 1.1)) x.push_back(Point{100, -50} + 3.0 * p);
    const std::vector<char> found = source.contains(x);
    for (std::size_t k = 0; k < x.size(); ++k) CHECK(found[k] == polygon.contains(x[k]));
    CHECK_THROWS_WITH_AS(source.contains(x, kStop), "stop", std::runtime_error);
  }
  const std::vector<Point> bad{{0, 0}, {0, std::nan("")}};
  CHECK_THROWS_WITH_AS(uniform_source({rectangle(0, 0, 1, 1)}).contains(bad),
                       doctest::Contains("x[1] is (0, nan)"), InvalidArgument);
}

TEST_CASE("uniform_source: the caller's domain in local coordinates - and what is refused") {
  const Source source = uniform_source({rectangle(1000, 2000, 1004, 2002)});
  const Polygon& local = domain_of(source.density).polygon();
  CHECK(source.similarity.from_local(local.box().low) == Point{1000, 2000});
  CHECK(local.area() * source.similarity.unit * source.similarity.unit == 8.0);
  const auto refused = [](const std::vector<Ring>& rings) {
    return message_of_throw<InvalidArgument>([&] { (void)uniform_source(rings); });
  };
  CHECK(contains_text(refused({rectangle(0, 0, 1e-200, 1e-200)}), "domain has size 1e-200"));
  CHECK(contains_text(refused({{{0, 0}, {1, std::nan("")}, {1, 1}}}), "vertex 1 of ring 0"));
  CHECK(contains_text(refused({rectangle(0, 0, 1, 1e-21)}), "domain is too thin"));
  CHECK(contains_text(refused({{{0, 0}, {1, 0}, {0, 5e-324}}}), "domain is too thin"));
  CHECK(refused({rectangle(0, 0, 1, 1e-19)}) == "");
}

TEST_CASE("gaussian_density: the components' densities, scaled by what they have of the domain") {
  const std::vector<Point> means{{30, 40}, {35, 45}};
  const std::vector<Covariance> covariances{{4, 1, 1, 2}, {9, 0, 0, 1}};
  const std::vector<double> weights{1.0, 2.0};
  const std::vector<Ring> rings{rectangle(28, 38, 36, 44)};
  const Source source = gaussian_source(rings, means, covariances, weights, false);
  const GaussianMixture& mixture = mixture_of(source);
  const std::vector<Point> x = Random(62).points(200, 20, 50);
  const std::vector<double> found = gaussian_density(source, x);
  for (std::size_t q = 0; q < x.size(); ++q) {
    double expected = 0.0;
    for (int k = 0; k < 2; ++k) {
      const auto& [xx, xy, yx, yy] = covariances[k];
      const Point d = x[q] - means[k];
      const double determinant = xx * yy - xy * yx;
      const double square = (yy * d.x * d.x - 2.0 * xy * d.x * d.y + xx * d.y * d.y) / determinant;
      expected += mixture.component_masses()[k] / mixture.parts_inside()[k] *
                  std::exp(-0.5 * square) / (2.0 * std::numbers::pi * std::sqrt(determinant));
    }
    CHECK(found[q] == doctest::Approx(expected).epsilon(1e-12));
  }
  CHECK_THROWS_WITH_AS(gaussian_density(source, x, kStop), "stop", std::runtime_error);
  CHECK_THROWS_WITH_AS(gaussian_density(source, std::vector<Point>{{std::nan(""), 0}}),
                       doctest::Contains("x[0] is (nan, 0)"), InvalidArgument);
  CHECK_THROWS_AS(mixture_of(uniform_source(rings)), InvalidArgument);
}

}  // namespace
}  // namespace brenier
