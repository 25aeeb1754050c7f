// What the Newton systems of a solve cost, by solver.
//
//   bench_linear [n [kind [repeats]]]      (default: 100000 uniform 3)
//
// prints medians for the first, a middle and the last system; the exit status is 1 when an answer
// is wrong, 2 when an argument is. CHOLMOD takes part if it was found when this was compiled.
#include <Eigen/SparseCholesky>
#ifdef BRENIER_BENCH_CHOLMOD
#include <Eigen/CholmodSupport>
#endif

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "brenier/linalg/multigrid.hpp"
#include "brenier/transport/solve.hpp"
#include "newton_system.hpp"
#include "sites.hpp"
#include "stopwatch.hpp"

namespace brenier::bench {
namespace {

using Vector = std::vector<double>;
using Matrix = Eigen::SparseMatrix<double>;

double norm_of(const Vector& x) {
  return std::sqrt(std::inner_product(x.begin(), x.end(), x.begin(), 0.0));
}

Vector without_mean(Vector x) {
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
  for (double& value : x) value -= mean;
  return x;
}

/// |b - L x| / |b|.
double relative_residual(const System& system, const Vector& x) {
  Vector residual(system.gradient);
  const GraphLaplacian& l = system.laplacian;
  for (Index i = 0; i < l.size(); ++i) {
    for (Index at = l.row_begin[i]; at < l.row_begin[i + 1]; ++at) {
      residual[i] -= l.conductances[at] * (x[i] - x[l.columns[at]]);
    }
  }
  return norm_of(residual) / norm_of(system.gradient);
}

/// Without the last row and column, the lower triangle.
Matrix grounded(const GraphLaplacian& l) {
  const Index size = l.size() - 1;
  std::vector<Eigen::Triplet<double>> entries;
  for (Index i = 0; i < size; ++i) {
    entries.emplace_back(i, i, l.diagonal(i));
    for (Index at = l.row_begin[i]; at < l.row_begin[i + 1]; ++at) {
      if (l.columns[at] < i) entries.emplace_back(i, l.columns[at], -l.conductances[at]);
    }
  }
  Matrix result(size, size);
  result.setFromTriplets(entries.begin(), entries.end());
  return result;
}

template <class Factors>
Vector solve_directly(const Matrix& matrix, const Vector& b) {
  const Factors factors(matrix);
  const Eigen::Map<const Eigen::VectorXd> rhs(b.data(), matrix.rows());
  Vector x(b.size(), 0.0);
  Eigen::Map<Eigen::VectorXd>(x.data(), matrix.rows()) = factors.solve(rhs);
  return x;
}

class LinearBenchmark {
 public:
  LinearBenchmark(const std::vector<Point>& sites, int repeats)
      : repeats_(repeats),
        problem_(
            sites, Vector(sites.size(), 1.0 / static_cast<double>(sites.size())),
            std::make_shared<const Source>(uniform_source({{{0, 0}, {1, 0}, {1, 1}, {0, 1}}}))) {}

  /// Are all answers right?
  bool run() {
    const int steps = solve(problem_, {}, {}).history.back().nit;
    for (const int step : {0, steps / 2, steps - 1}) {
      std::printf("\nsystem of step %d of %d\n%-24s%12s%12s%12s\n", step + 1, steps, "", "wall s",
                  "CPU s", "residual");
      const System system = system_after(step);
      const Matrix matrix = grounded(system.laplacian);
      time("Eigen SimplicialLDLT", system, 1e-8,
           [&] { return solve_directly<Eigen::SimplicialLDLT<Matrix>>(matrix, system.gradient); });
#ifdef BRENIER_BENCH_CHOLMOD
      time("CHOLMOD, supernodal", system, 1e-8, [&] {
        return solve_directly<Eigen::CholmodSupernodalLLT<Matrix>>(matrix, system.gradient);
      });
#endif
      for (const double tolerance : {0.9, 1e-2, 1e-8}) {
        for (const int workers : {1, 2}) {
          char name[64];
          std::snprintf(name, sizeof name, "multigrid %g, %d thread%s", tolerance, workers,
                        workers > 1 ? "s" : "");
          time(name, system, tolerance, [&] {
            return Multigrid(workers).solve(system.laplacian, system.gradient, tolerance, {});
          });
        }
      }
    }
    return all_right_;
  }

 private:
  System system_after(int steps) const {
    NewtonSettings settings;
    settings.max_iter = steps;
    System system = system_at(problem_, solve(problem_, {}, settings).weights);
    // Rounding leaves a sum in the gradient of the last steps, which no solver can answer.
    system.gradient = without_mean(std::move(system.gradient));
    return system;
  }

  void time(const char* name, const System& system, double tolerance,
            const std::function<Vector()>& solver) {
    Stopwatch stopwatch;
    Vector x;
    for (int k = 0; k < repeats_; ++k) stopwatch.time([&] { x = solver(); });
    const double residual = relative_residual(system, x);
    const bool is_right = residual <= 1.01 * tolerance;
    all_right_ = all_right_ && is_right;
    std::printf("%-24s%12.4f%12.4f%12.1e%s\n", name, stopwatch.wall_seconds(),
                stopwatch.cpu_seconds(), residual, is_right ? "" : "  WRONG");
    std::fflush(stdout);
  }

  int repeats_;
  PlanarProblem problem_;
  bool all_right_ = true;
};

}  // namespace
}  // namespace brenier::bench

int main(int count, char** values) {
  using namespace brenier;
  const Index n = count > 1 ? std::atoi(values[1]) : 100000;
  const std::string kind = count > 2 ? values[2] : "uniform";
  const int repeats = count > 3 ? std::atoi(values[3]) : 3;
  if (count > 4 || n < 3 || repeats < 1 || bench::random_sites(kind, 1).empty()) {
    std::fprintf(stderr, "usage: %s [n >= 3 [uniform | clusters | disc [repeats >= 1]]]\n",
                 values[0]);
    return 2;
  }
  try {
    std::printf("%d sites, %s, medians of %d runs\n", n, kind.c_str(), repeats);
    return bench::LinearBenchmark(bench::random_sites(kind, n), repeats).run() ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
