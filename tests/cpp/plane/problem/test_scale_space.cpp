#include "brenier/plane/problem/scale_space.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "brenier/plane/density/source.hpp"
#include "brenier/plane/measure/integrate.hpp"
#include "inputs/domains.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

std::vector<double> equal_masses(int count) { return std::vector<double>(count, 1.0 / count); }

/// Masses of the Voronoi cells of a grid over the unit square.
std::vector<double> grid_masses(const Density& density, int side) {
  const std::vector<Point> sites = grid(side, 1.0 / side, {0.5 / side, 0.5 / side});
  const RegularTriangulation triangulation(sites, std::vector<double>(sites.size(), 0.0));
  return measure_cells(CellBoundaries(triangulation, domain_of(density)), sites, density).masses;
}

double sum_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// 64 × 64 pixels, of which a tenth are not 0.
Source sparse_raster(Random& random) {
  std::vector<double> values = random.numbers(64 * 64, -9.0, 1.0);
  for (double& value : values) value = std::max(value, 0.0);
  values[0] = values[64 * 64 - 1] = 1.0;
  return raster_source({{0, 0}, {1, 1}}, values, 64);
}

TEST_CASE("a scale space goes from the uniform density to the source - by about halves at most") {
  Random random(51);
  const Source source = sparse_raster(random);
  PlanarScaleSpace space(source.density, equal_masses(4000), 1, {});
  CHECK_FALSE(space.is_flat());
  constexpr int kSide = 16;
  std::vector<double> before = grid_masses(space.density(), kSide);
  for (const double mass : before) CHECK(mass == doctest::Approx(1.0 / (kSide * kSide)));
  const std::vector<double> target = grid_masses(source.density, kSide);
  const auto off = [&](const std::vector<double>& masses) {
    double sum = 0.0;
    for (std::size_t k = 0; k < masses.size(); ++k) sum += 0.5 * std::abs(masses[k] - target[k]);
    return sum;
  };
  const double first = off(before);
  int scales = 0;
  while (space.sharpen()) {
    ++scales;
    const std::vector<double> masses = grid_masses(space.density(), kSide);
    CHECK(std::abs(sum_of(masses) - 1.0) < 1e-13);
    for (std::size_t k = 0; k < masses.size(); ++k) {
      CHECK(masses[k] >= 0.49 * before[k]);
    }
    before = masses;
  }
  CHECK(scales > 8);
  CHECK(off(before) < 0.25 * first);
  const auto last = space.present();
  CHECK_FALSE(space.sharpen());
  CHECK(space.present() == last);
}

TEST_CASE("a scale space covers where the mass is - and little more") {
  std::vector<double> values(1000 * 1000, 0.0);
  values[400 * 1000 + 700] = 3.0;
  const Source one_pixel = raster_source({{0, 0}, {1, 1}}, values, 1000);
  const PlanarScaleSpace space(one_pixel.density, equal_masses(100), 1, {});
  const Box& box = domain_of(space.density()).polygon().box();
  CHECK(box.low.x <= 0.7);
  CHECK(box.high.x >= 0.701);
  CHECK(box.low.y <= 0.4);
  CHECK(box.high.y >= 0.401);
  CHECK(box.size() < 0.003);
}

TEST_CASE("a scale space covers what the least of the targets may have to be looked for in") {
  std::vector<double> values(100 * 100, 0.0);
  values[0] = 1.0;
  values[100 * 100 - 1] = 1e-6;
  const Source source = raster_source({{0, 0}, {1, 1}}, values, 100);
  const auto box_for = [&](double least) {
    const std::vector<double> targets{0.5, 0.5 - least, least};
    const PlanarScaleSpace space(source.density, targets, 1, {});
    return domain_of(space.density()).polygon().box();
  };
  CHECK(box_for(0.1).size() < 0.1);
  CHECK(box_for(1e-5).size() > 0.99 * domain_of(source.density).polygon().box().size());
}

TEST_CASE("flat is what is uniform on a rectangle") {
  const auto is_flat = [](const Source& source) {
    return PlanarScaleSpace(source.density, equal_masses(500), 1, {}).is_flat();
  };
  CHECK(is_flat(uniform_source(square().rings)));
  CHECK(is_flat(uniform_source({rectangle(-3, 100, 5, 100.5)})));
  CHECK(is_flat(raster_source({{0, 0}, {2, 1}}, std::vector<double>(6, 7.0), 3)));
  CHECK_FALSE(is_flat(raster_source({{0, 0}, {2, 1}}, {1, 1, 1, 1, 1, 1.01}, 3)));
  CHECK_FALSE(is_flat(uniform_source({{{0, 0}, {1, 0}, {0, 1}}})));
  CHECK_FALSE(is_flat(uniform_source({rectangle(0, 0, 1, 1), rectangle(3, 0, 4, 1)})));
}

TEST_CASE("a periodic source is blurred around its box - and moves with its pixels") {
  Random random(53);
  constexpr Index kSide = 32;
  std::vector<double> values = random.numbers(kSide * kSide, 0, 1), moved(values);
  for (Index row = 0; row < kSide; ++row) {
    auto begin = moved.begin() + row * kSide;
    std::rotate(begin, begin + 8, begin + kSide);
  }
  const Source source = raster_source({{0, 0}, {1, 1}}, values, kSide, false, true);
  const Source source_moved = raster_source({{0, 0}, {1, 1}}, moved, kSide, false, true);
  PlanarScaleSpace space(source.density, equal_masses(400), 1, {}, true);
  PlanarScaleSpace space_of_moved(source_moved.density, equal_masses(400), 1, {}, true);
  while (space.sharpen()) {
    REQUIRE(space_of_moved.sharpen());
    const std::vector<double> here = grid_masses(space.density(), 4);
    const std::vector<double> there = grid_masses(space_of_moved.density(), 4);
    for (int k = 0; k < 16; ++k) {
      const int from = k / 4 * 4 + (k + 1) % 4;
      CHECK(there[k] == doctest::Approx(here[from]).epsilon(1e-3));
    }
  }
}

}  // namespace
}  // namespace brenier
