// An engine without facets: its Newton system applies the Hessian.
#include <doctest/doctest.h>

#include <functional>
#include <numeric>
#include <utility>

#include "brenier/linalg/cholesky.hpp"
#include "brenier/newton/growth.hpp"
#include "newton/interval_engine.hpp"
#include "newton/line_problems.hpp"

namespace brenier {
namespace {

using namespace testing;

/// The Newton system of an engine that has no facets but applies its Hessian: by conjugate
/// gradients.
class OperatorSystem final : public NewtonSystem {
 public:
  using Apply = std::function<std::vector<double>(const Evaluation&, const std::vector<double>&)>;

  explicit OperatorSystem(Apply apply) : apply_(std::move(apply)) {}

  NewtonDirection direction(const Evaluation& at, const Targets& targets) override {
    const std::vector<double> growth = aimed_growth(at.masses(), targets.masses, 1);
    std::vector<double> x(growth.size(), 0.0), residual = growth, p = growth;
    double square = dot(residual, residual);
    for (std::size_t k = 0; k < 2 * growth.size() && square > 1e-30; ++k) {
      const std::vector<double> image = apply_(at, p);
      const double length = square / dot(p, image);
      for (std::size_t i = 0; i < x.size(); ++i) {
        x[i] += length * p[i];
        residual[i] -= length * image[i];
      }
      const double next = dot(residual, residual);
      for (std::size_t i = 0; i < x.size(); ++i) p[i] = residual[i] + next / square * p[i];
      square = next;
    }
    return {growth, x};
  }
  std::vector<Index> part_out_of_balance(const Evaluation&, const Targets&) const override {
    return {};
  }

 private:
  static double dot(const std::vector<double>& a, const std::vector<double>& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
  }

  Apply apply_;
};

TEST_CASE("an engine without facets is solved by a system that applies its Hessian") {
  Random random(410);
  const Targets targets = random_targets(random, 20, 1.0);
  const IntervalEngine engine(increasing(random.numbers(20, -1.0, 2.0)), rising_line());
  OperatorSystem system([&](const Evaluation& at, const std::vector<double>& x) {
    std::vector<double> result(x.size(), 0.0);
    for (const Facet& f : at.measures().facets) {
      const double flow = f.conductance * (x[f.i] - x[f.j]);
      result[f.i] += flow;
      result[f.j] -= flow;
    }
    return result;
  });
  Cholesky cholesky;
  const NewtonResult result = solve(engine, targets, {}, {}, system),
                     expected = solve_with(cholesky, engine, targets);
  CHECK(result.status == Status::kConverged);
  CHECK(result.history.size() == expected.history.size());
  for (int k = 0; k < 20; ++k) {
    const double difference = result.weights[k] - result.weights[0];
    CHECK(difference == doctest::Approx(expected.weights[k] - expected.weights[0]).epsilon(1e-7));
  }
}

}  // namespace
}  // namespace brenier
