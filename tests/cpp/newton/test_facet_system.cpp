// Newton's direction from facets: for all cells at once, or part by part.
#include <doctest/doctest.h>

#include <memory>

#include "brenier/error.hpp"
#include "brenier/linalg/cholesky.hpp"
#include "brenier/newton/facet_system.hpp"
#include "brenier/newton/growth.hpp"
#include "inputs/laplacians.hpp"

namespace brenier {
namespace {

using namespace testing;

const CheckInterrupt kNoInterrupt;

/// Four cells in a row, whatever the weights are.
struct RowState final : CellState {
  std::vector<double> none;
  const std::vector<double>& weights() const override { return none; }
  std::vector<Facet> neighbors() const override { return {{0, 1, 4.0}, {1, 2, 9.0}, {2, 3, 1.0}}; }
};

/// An evaluation under the source.
Evaluation at(CellMeasures measures) {
  return {std::make_shared<RowState>(), {}, std::move(measures), {}};
}

TEST_CASE("the direction solves the Newton system for the aimed growth") {
  CellMeasures measures{{0.1, 0.4, 0.3, 0.2}, {}};
  for (const Facet& f : {Facet{0, 1, 0.5}, Facet{1, 2, 2.0}, Facet{3, 2, 0.25}, Facet{0, 3, 1.0}}) {
    measures.facets.push_back(f);
  }
  const Targets targets{{0.25, 0.25, 0.25, 0.25}};
  Cholesky solver;
  for (const int d : {1, 2, 3}) {
    FacetSystem system(solver, d, 1e-8, kNoInterrupt);
    const auto [growth, change] = system.direction(at(measures), targets);
    CHECK(growth == aimed_growth(measures.masses, targets.masses, d));
    CHECK(distance(image(mass_jacobian(4, measures.facets), change), growth) < 1e-14);
    CHECK(system.are_parts_balanced(at(measures), targets));
  }
}

TEST_CASE("parts without a facet between them are solved one by one if they are balanced") {
  const auto measures_with = [](double moved) {
    CellMeasures result{{0.1, 0.4 - moved, 0.3 + moved, 0.2}, {}};
    result.facets.push_back({0, 1, 0.5});
    result.facets.push_back({2, 3, 2.0});
    return result;
  };
  const Targets targets{{0.25, 0.25, 0.25, 0.25}};
  Cholesky solver;
  FacetSystem system(solver, 2, 1e-8, kNoInterrupt);
  const CellMeasures balanced = measures_with(0.0), off = measures_with(1e-6);
  CHECK(system.are_parts_balanced(at(balanced), targets));
  const auto [growth, change] = system.direction(at(balanced), targets);
  CHECK(std::abs(growth[0] + growth[1]) < 1e-16);
  CHECK(std::abs(growth[2] + growth[3]) < 1e-16);
  CHECK(distance(image(mass_jacobian(4, balanced.facets), change), growth) < 1e-14);
  // The parts move together where they are neighbours, so that no cell there loses its place.
  CHECK(change[1] == doctest::Approx(change[2]).epsilon(1e-12));
  CHECK_FALSE(system.are_parts_balanced(at(off), targets));
  CHECK(system.part_out_of_balance(at(off), targets).size() == 2);
  CHECK_THROWS_AS((void)system.direction(at(off), targets), NumericalError);
}

TEST_CASE(
    "the system is solved as exactly as the error asks for - and no better than the tolerance") {
  struct Asked final : LinearSolver {
    std::vector<double> solve(const GraphLaplacian&, std::span<const double> b, double tolerance,
                              const CheckInterrupt&) override {
      asked = tolerance;
      return {b.begin(), b.end()};
    }
    double asked = 0.0;
  } solver;
  const Targets targets{{0.5, 0.5}};
  const auto asked = [&](double error, double tol) {
    CellMeasures measures{{0.5 * (1.0 - error), 0.5 * (1.0 + error)}, {}};
    measures.facets.push_back({0, 1, 1.0});
    FacetSystem system(solver, 2, tol, kNoInterrupt);
    (void)system.direction(at(measures), targets);
    return solver.asked;
  };
  CHECK(asked(0.5, 1e-8) == 0.003);
  CHECK(asked(1e-3, 1e-8) / 1e-4 == doctest::Approx(1.0));           // a tenth of the error
  CHECK(asked(1e-6, 1e-8) / (0.03 * 1e-2) == doctest::Approx(1.0));  // what is left to do
  CHECK(asked(1e-3, 1e-300) / 1e-4 == doctest::Approx(1.0));
  CHECK(asked(1e-12, 1e-300) == 1e-11);
}

TEST_CASE("what is no direction of ascent is refused") {
  struct Backwards final : LinearSolver {
    std::vector<double> solve(const GraphLaplacian&, std::span<const double> b, double,
                              const CheckInterrupt&) override {
      std::vector<double> result(b.begin(), b.end());
      for (double& value : result) value *= factor;
      return result;
    }
    double factor = -1.0;
  } solver;
  CellMeasures measures{{0.4, 0.6}, {}};
  measures.facets.push_back({0, 1, 1.0});
  const Targets targets{{0.5, 0.5}};
  FacetSystem system(solver, 2, 1e-8, kNoInterrupt);
  for (const double factor : {-1.0, 1e308 * 10.0, std::nan("")}) {
    solver.factor = factor;
    CHECK_THROWS_AS((void)system.direction(at(measures), targets), NumericalError);
  }
  solver.factor = 1.0;
  CHECK_NOTHROW((void)system.direction(at(measures), targets));
}

}  // namespace
}  // namespace brenier
