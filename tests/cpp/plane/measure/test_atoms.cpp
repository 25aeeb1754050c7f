#include "brenier/plane/measure/atoms.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "brenier/plane/density/gaussian_source.hpp"
#include "brenier/plane/density/source.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

Ring square(double x, double y) { return {{x, y}, {x + 1, y}, {x + 1, y + 1}, {x, y + 1}}; }

void check_mass_and_mean(const Source& source, Point mean) {
  const Atoms atoms = atoms_of(source.density, 200);
  CHECK(atoms.points.size() >= 150);
  CHECK(atoms.points.size() <= 300);
  double mass = 0.0, most = 0.0;
  Point sum;
  for (std::size_t k = 0; k < atoms.points.size(); ++k) {
    mass += atoms.masses[k];
    most = std::max(most, atoms.masses[k]);
    sum = sum + atoms.masses[k] * source.similarity.from_local(atoms.points[k]);
  }
  CHECK(mass == doctest::Approx(1.0).epsilon(1e-12));
  CHECK(most < 3.0 / 200.0);
  CHECK(norm(sum - mean) < 1e-9);
}

TEST_CASE("atoms have the mass and the mean of the density") {
  check_mass_and_mean(uniform_source({square(2, 3)}), {2.5, 3.5});
  check_mass_and_mean(uniform_source({square(0, 0), square(99, 0)}), {50.0, 0.5});
  check_mass_and_mean(raster_source({{0, 0}, {4, 2}}, {0, 1, 0, 3}, 4), {3.0, 1.0});
  check_mass_and_mean(bilinear_source({{0, 0}, {1, 1}}, {1, 1, 1, 1}, 2), {0.5, 0.5});
  check_mass_and_mean(
      gaussian_source({}, std::vector<Point>{{2, 1}}, std::vector<Covariance>{{1, 0.5, 0.5, 1}},
                      std::vector<double>{1.0}, true),
      {2.0, 1.0});
}

TEST_CASE("atoms are as near to each other - however far the parts are apart") {
  for (const double gap : {1e1, 1e4, 1e8}) {
    const Source source = uniform_source({square(0, 0), square(gap, 0)});
    const Atoms atoms = atoms_of(source.density, 128);
    const auto left = std::count_if(atoms.points.begin(), atoms.points.end(), [&](Point p) {
      return source.similarity.from_local(p).x < 0.5 * gap;
    });
    CHECK(left == 64);
    for (std::size_t k = 0; k < atoms.points.size(); ++k) {
      CHECK(atoms.masses[k] == doctest::Approx(1.0 / 128.0).epsilon(1e-6));
    }
  }
}

}  // namespace
}  // namespace brenier
