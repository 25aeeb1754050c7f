// Uniform densities and those on grids are integrated, and their problems solved, by additions,
// products, quotients and square roots alone, which IEEE 754 rounds in one way only: so the bits
// are the same with every compiler, at every level of optimisation, and with vectors of two and of
// four numbers, in which Eigen factors the coarsest matrices. Digests of them are written here.
//
// They change whenever an operation changes its place. Then look whether it should have, and write
// the new ones.

#include <doctest/doctest.h>

#include <bit>
#include <cstdint>

#include "brenier/map/piecewise_affine_map.hpp"
#include "brenier/plane/measure/power_diagram.hpp"
#include "brenier/plane/problem/transport_diagram.hpp"
#include "brenier/transport/solve.hpp"
#include "inputs/problems.hpp"

namespace brenier {
namespace {

using namespace brenier::testing;

/// FNV-1a over the bits of numbers.
class Digest {
 public:
  void add(std::uint64_t bits) {
    for (int byte = 0; byte < 8; ++byte) {
      hash_ = (hash_ ^ (bits >> (8 * byte) & 0xff)) * 0x100000001b3;
    }
  }
  void add(double value) { add(std::bit_cast<std::uint64_t>(value)); }
  void add(Index value) { add(static_cast<std::uint64_t>(value)); }
  void add(Point p) {
    add(p.x);
    add(p.y);
  }
  template <class T, std::size_t N>
  void add(const std::array<T, N>& items) {
    for (const T& item : items) add(item);
  }
  template <class T>
  void add(const std::vector<T>& items) {
    for (const T& item : items) add(item);
  }
  std::uint64_t value() const { return hash_; }

 private:
  std::uint64_t hash_ = 0xcbf29ce484222325;
};

using SharedSource = std::shared_ptr<const Source>;

/// Of whole numbers from 0 to 9, a third of them 0.
std::vector<double> picture(std::size_t size) {
  Random random(7);
  std::vector<double> values;
  for (std::size_t k = 0; k < size; ++k) {
    values.push_back(static_cast<double>(std::max<std::int64_t>(random.integer(-4, 9), 0)));
  }
  return values;
}

SharedSource raster() {
  return std::make_shared<const Source>(raster_source({{-1, 0}, {2, 1.5}}, picture(300), 20));
}

SharedSource bilinear() {
  return std::make_shared<const Source>(bilinear_source({{0, 0}, {1, 3}}, picture(160), 10));
}

std::uint64_t digest_of_measures(const SharedSource& source) {
  Random random(1);
  const std::vector<Point> sites = random.points(1500, -0.5, 2.0),
                           x = random.points(500, -1.0, 2.5);
  const std::vector<double> weights = random.numbers(1500, 0.0, 1e-3);
  const PowerDiagram diagram(sites, weights, source);
  const CellMoments moments = diagram.moments();
  const FacetTable facets = diagram.facets();
  Digest digest;
  digest.add(diagram.masses());
  digest.add(diagram.areas());
  digest.add(moments.second_moments);
  for (std::size_t k = 0; k < sites.size(); ++k) {
    if (moments.masses[k] > 0.0) digest.add(moments.centroids[k]);  // else NaN, in any of its forms
  }
  digest.add(facets.points);
  digest.add(facets.masses);
  digest.add(diagram.simplices());
  digest.add(diagram.cells().points);
  digest.add(diagram.locate(x));
  digest.add(diagram.interpolate(weights, x));
  return digest.value();
}

std::uint64_t digest_of_transport(const SharedSource& source, const std::vector<Point>& sites) {
  Random random(2);
  const std::vector<Point> x = random.points(500, -1.0, 2.5);
  const PlanarProblem problem(sites, equal_masses(sites.size()), source);
  const NewtonResult result = solve(problem, {}, {});
  CHECK(result.status == Status::kConverged);
  const auto diagram = transport_diagram(problem, result.weights, 1, {});
  const auto mesh = std::make_shared<const CentroidMesh>(*diagram, sites);
  std::vector<char> is_singular;
  for (const MapEdge& edge : mesh->edges()) is_singular.push_back(edge.jump > 0.2);
  const PiecewiseAffineMap map(diagram, mesh, sites, is_singular);
  Digest digest;
  digest.add(result.weights);
  digest.add(problem.site_weights(result.weights));
  digest.add(diagram->masses());
  digest.add(diagram->moments().centroids);
  digest.add(gap_limits(mesh->edges(), mesh->site_count()));
  digest.add(map(x).points);
  return digest.value();
}

TEST_CASE("the bits of measures are those of IEEE arithmetic") {
  CHECK(digest_of_measures(source_of(square())) == 0xeb88cfe02be0fc10);
  CHECK(digest_of_measures(source_of(holed())) == 0x53499445ca9237dd);
  CHECK(digest_of_measures(source_of(touching())) == 0x868028fffcd7752a);
  CHECK(digest_of_measures(raster()) == 0x3c87a6d0b626cee7);
  CHECK(digest_of_measures(bilinear()) == 0x87fd62ce6a62514a);
}

TEST_CASE("the bits of transports are those of IEEE arithmetic") {
  Random random(3);
  const std::vector<Point> few = random.points(300), many = random.points(1500);
  std::vector<Point> far;
  for (const Point y : few) far.push_back(Point{1e6, -3e5} + 1e-3 * y);
  CHECK(digest_of_transport(source_of(square()), few) == 0x7ebfcf323a464917);
  CHECK(digest_of_transport(source_of(square()), many) == 0xe96b2d41df1eab15);
  CHECK(digest_of_transport(source_of(square()), far) == 0xcd0e88421701cb6e);
  CHECK(digest_of_transport(source_of(l_shape()), many) == 0x126c887f8dd1fb06);
  CHECK(digest_of_transport(source_of(checkerboard()), few) == 0x4f5ce75e5836bec2);
  CHECK(digest_of_transport(raster(), few) == 0x27f17cc895f6b21b);
  CHECK(digest_of_transport(raster(), many) == 0xa7c97f047bea71c3);
  CHECK(digest_of_transport(bilinear(), few) == 0xc33ab2fe0c2772d6);
}

}  // namespace
}  // namespace brenier
