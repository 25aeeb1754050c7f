#include "brenier/plane/periodic/periodic_cells.hpp"

#include <doctest/doctest.h>

#include "brenier/plane/density/source.hpp"
#include "inputs/random.hpp"
#include "inputs/sites.hpp"
#include "plane/periodic/all_copies.hpp"

namespace brenier {
namespace {

using namespace testing;

constexpr double kScales[] = {0.0, 1e-4, 1e-2, 1.0, 100.0};

Sites on_torus(Random& random, const Torus& torus, std::vector<Point> points, double scale) {
  for (Point& p : points) p = torus.wrapped(p);
  const int count = static_cast<int>(points.size());
  return in_spatial_order("on a torus", points, random.numbers(count, 0, scale));
}

double largest_difference(const std::vector<double>& a, const std::vector<double>& b) {
  double result = 0.0;
  for (std::size_t k = 0; k < a.size(); ++k) result = std::max(result, std::abs(a[k] - b[k]));
  return result;
}

TEST_CASE("a band of copies is enough - or is widened until it is - however uneven weights are") {
  Random random(21);
  const Source uniform = periodic_uniform_source({{0, 0}, {1, 0.75}});
  const Source raster =
      raster_source({{0, 0}, {1, 0.75}}, random.numbers(12 * 9, 0, 1), 12, false, true);
  for (const int count : {1, 2, 3, 10, 100, 400}) {
    for (const double scale : kScales) {
      for (const auto& points : {random.points(count), random.clusters(count)}) {
        CAPTURE(count);
        CAPTURE(scale);
        const Torus& torus = uniform.periodic->torus;
        const Sites sites = on_torus(random, torus, points, scale);
        for (const Source* source : {&uniform, &raster}) {
          const std::vector<double> expected =
              masses_of_all_copies(sites.points, sites.weights, torus, source->density);
          const DomainIndex& domain = domain_of(source->density);
          const PeriodicCells cells(sites.points, sites.weights, torus, domain);
          CHECK(largest_difference(cells.measures(source->density, 1, {}).masses, expected) <
                1e-13);
          // Also from a band that is much too narrow.
          auto few = std::make_shared<const SiteCopies>(torus, sites.points, 0.0);
          RegularTriangulation triangulation(few->points(), few->spread(sites.weights));
          const PeriodicCells widened(few, std::move(triangulation), sites.weights, torus, domain);
          CHECK(largest_difference(widened.measures(source->density, 1, {}).masses, expected) <
                1e-13);
        }
      }
    }
  }
}

TEST_CASE("a cell that is hidden in the box of a narrow band may come from afar") {
  // The second site has no cell among the copies nearby, but owns the middle by a copy far off.
  const Source source = periodic_uniform_source({{0, 0}, {1, 1}});
  const Torus& torus = source.periodic->torus;
  for (const double weight : {0.24, 0.26, 0.5}) {
    Sites sites = in_spatial_order("far", {{0.5, 0.02}, {0.5, 0.5}, {0.1, 0.5}, {0.9, 0.5}},
                                   {weight, 0.0, 0.0, 0.0});
    const std::vector<double> expected =
        masses_of_all_copies(sites.points, sites.weights, torus, source.density);
    auto few = std::make_shared<const SiteCopies>(torus, sites.points, 0.0);
    RegularTriangulation triangulation(few->points(), few->spread(sites.weights));
    const PeriodicCells cells(few, std::move(triangulation), sites.weights, torus,
                              domain_of(source.density));
    CHECK(largest_difference(cells.measures(source.density, 1, {}).masses, expected) < 1e-14);
  }
}

TEST_CASE("facets between cells of a torus fold onto their sites - own copies do not count") {
  const Source source = periodic_uniform_source({{0, 0}, {1, 1}});
  const Torus& torus = source.periodic->torus;
  // Two strips: both sites meet on two sides, and themselves above and below.
  const std::vector<Point> sites{{0.125, 0.5}, {0.625, 0.5}};
  const PeriodicCells cells(sites, zeros(2), torus, domain_of(source.density));
  const CellMeasures measures = cells.measures(source.density, 1, {});
  double conductance = 0.0;
  for (const Facet& f : measures.facets) {
    CHECK(f.i + f.j == 1);
    conductance += f.conductance;
  }
  CHECK(conductance == doctest::Approx(2.0 / (2 * 0.5)));
  CHECK(measures.masses == std::vector<double>{0.5, 0.5});
  const CellMoments moments = cells.moments(source.density, 1, {});
  CHECK(norm(moments.centroids[0] - sites[0]) < 1e-15);
  CHECK(moments.second_moments[1] == doctest::Approx(0.5 * (0.25 + 1.0) / 12));
}

}  // namespace
}  // namespace brenier
