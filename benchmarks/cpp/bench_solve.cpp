// What a solve costs, in units of the one thing that cannot be avoided: building the triangulation
// of the same points once, with CGAL.
//
//   bench_solve [n [kind [tol [repeats]]]]      (default: 10000 uniform 1e-8 5; kinds: sites.hpp)
//
// prints medians; the exit status is 1 when an answer is wrong, 2 when an argument is.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "brenier/linalg/cholesky.hpp"
#include "brenier/linalg/multigrid.hpp"
#include "brenier/plane/measure/integrate.hpp"
#include "brenier/plane/problem/transport_diagram.hpp"
#include "brenier/transport/solve.hpp"
#include "cgal_build.hpp"
#include "newton_system.hpp"
#include "sites.hpp"
#include "stopwatch.hpp"

namespace brenier::bench {
namespace {

struct Arguments {
  Index n = 10000;
  std::string kind = "uniform";
  double tol = 1e-8;
  int repeats = 5;
};

/// Nothing if they make no sense.
std::optional<Arguments> arguments(int count, char** values) {
  Arguments result;
  if (count > 1) result.n = std::atoi(values[1]);
  if (count > 2) result.kind = values[2];
  if (count > 3) result.tol = std::atof(values[3]);
  if (count > 4) result.repeats = std::atoi(values[4]);
  if (count > 5 || result.n < 3 || result.repeats < 1 || !(result.tol > 0.0)) return std::nullopt;
  if (random_sites(result.kind, 1).empty()) return std::nullopt;
  return result;
}

double norm_of(const std::vector<double>& x) {
  return std::sqrt(std::inner_product(x.begin(), x.end(), x.begin(), 0.0));
}

/// |b - L x| / |b|.
double relative_residual(const GraphLaplacian& laplacian, const std::vector<double>& x,
                         const std::vector<double>& b) {
  std::vector<double> residual(b);
  for (Index i = 0; i < laplacian.size(); ++i) {
    for (Index at = laplacian.row_begin[i]; at < laplacian.row_begin[i + 1]; ++at) {
      residual[i] -= laplacian.conductances[at] * (x[i] - x[laplacian.columns[at]]);
    }
  }
  return norm_of(residual) / norm_of(b);
}

class SolveBenchmark {
 public:
  explicit SolveBenchmark(const Arguments& arguments)
      : arguments_(arguments),
        sites_(random_sites(arguments.kind, arguments.n)),
        masses_(random_masses(arguments.kind, arguments.n)),
        source_(std::make_shared<const Source>(uniform_source({{{0, 0}, {1, 0}, {1, 1}, {0, 1}}}))),
        problem_(sites_, masses_, source_) {
    settings_.tol = arguments.tol;
  }

  /// Are all answers right?
  bool run() {
    std::printf("%d sites, %s, tol %g, medians of %d runs, 1 thread\n\n", arguments_.n,
                arguments_.kind.c_str(), arguments_.tol, arguments_.repeats);
    std::printf("%-34s%12s%12s%14s\n", "", "wall s", "CPU s", "CPU / build");
    time_build_and_solve();
    time_evaluation();
    time_repairs();
    time_linear_solvers();
    return all_right_;
  }

 private:
  void time_build_and_solve() {
    Stopwatch build, whole;
    for (int k = 0; k < arguments_.repeats; ++k) {  // by turns, so that noise hits both
      CgalBuild unit{};
      cgal_build(&sites_.front().x, nullptr, arguments_.n, &unit);
      build.add(unit.wall_seconds, unit.cpu_seconds);
      require(unit.vertices == arguments_.n, "CGAL has all sites");
      whole.time([&] { result_ = solve(PlanarProblem(sites_, masses_, source_), {}, settings_); });
    }
    build_seconds_ = build.cpu_seconds();
    print("CGAL build", build);
    print("solve", whole);
    const double error = result_.history.back().max_relative_error;
    std::printf("  %s: %d steps, %d power diagrams, relative error %.1e\n",
                name_of(result_.status).c_str(), result_.history.back().nit, result_.evaluations,
                error);
    check_masses();
  }

  void check_masses() {
    require(result_.status == Status::kConverged, "converged");
    const std::vector<double> masses =
        transport_diagram(problem_, result_.weights, 1, {})->masses();
    double error = 0.0, sum = 0.0;
    for (std::size_t k = 0; k < masses.size(); ++k) {
      error = std::max(error, std::abs(masses[k] - masses_[k]) / masses_[k]);
      sum += masses[k];
    }
    require(error <= arguments_.tol + 1e-12, "every mass is right to the tolerance");
    require(std::abs(sum - 1.0) <= 1e-10, "masses sum to 1");
  }

  /// One evaluation, at the solution.
  void time_evaluation() {
    Stopwatch triangulate, clip, integrate, assemble;
    for (int k = 0; k < arguments_.repeats; ++k) {
      std::optional<RegularTriangulation> triangulation;
      triangulate.time([&] { triangulation.emplace(problem_.points, result_.weights); });
      std::optional<CellBoundaries> diagram;
      clip.time([&] { diagram.emplace(*triangulation, problem_.domain()); });
      CellMeasures measures;
      integrate.time(
          [&] { measures = measure_cells(*diagram, problem_.points, source_->density); });
      assemble.time([&] { mass_jacobian(arguments_.n, measures.facets); });
    }
    std::printf("one evaluation, at the solution\n");
    print("  triangulation", triangulate);
    print("  power diagram", clip);
    print("  masses and facets", integrate);
    print("  Laplacian", assemble);
  }

  std::vector<double> weights_after(int steps) const {
    NewtonSettings few = settings_;
    few.max_iter = steps;
    return solve(problem_, {}, few).weights;
  }

  /// The same triangulations by flips, from those of the step before.
  void time_repairs() {
    std::printf("repair by flips\n");
    const int steps = result_.history.back().nit;
    for (const int step : {1, (steps + 1) / 2, steps}) {
      const RegularTriangulation before(problem_.points, weights_after(step - 1));
      const std::vector<double> weights = weights_after(step);
      Stopwatch repair;
      bool done = false;
      for (int k = 0; k < arguments_.repeats; ++k) {
        repair.time([&] { done = before.reweighted(weights).has_value(); });
      }
      print(("  for step " + std::to_string(step)).c_str(), repair);
      require(done, "no site is hidden after an accepted step");
    }
  }

  /// The first Newton system.
  void time_linear_solvers() {
    const auto [laplacian, gradient] = system_at(problem_, weights_after(0));
    std::printf("the first Newton system\n");
    Cholesky cholesky;
    Multigrid multigrid;
    time_linear_solver("  Cholesky", cholesky, laplacian, gradient, 1e-8);
    time_linear_solver("  Multigrid to 1e-2", multigrid, laplacian, gradient, 1e-2);
    time_linear_solver("  Multigrid to 1e-8", multigrid, laplacian, gradient, 1e-8);
  }

  void time_linear_solver(const char* name, LinearSolver& solver, const GraphLaplacian& laplacian,
                          const std::vector<double>& b, double tolerance) {
    Stopwatch stopwatch;
    std::vector<double> x;
    for (int k = 0; k < arguments_.repeats; ++k) {
      stopwatch.time([&] { x = solver.solve(laplacian, b, tolerance, {}); });
    }
    print(name, stopwatch);
    require(relative_residual(laplacian, x, b) <= 2.0 * tolerance, "the residual is as small");
  }

  void print(const char* name, const Stopwatch& stopwatch) const {
    std::printf("%-34s%12.4f%12.4f%14.2f\n", name, stopwatch.wall_seconds(),
                stopwatch.cpu_seconds(), stopwatch.cpu_seconds() / build_seconds_);
    std::fflush(stdout);
  }

  void require(bool holds, const char* statement) {
    if (holds) return;
    all_right_ = false;
    std::printf("  WRONG: not true that %s\n", statement);
  }

  Arguments arguments_;
  std::vector<Point> sites_;
  std::vector<double> masses_;
  std::shared_ptr<const Source> source_;
  PlanarProblem problem_;
  NewtonSettings settings_;
  NewtonResult result_;
  double build_seconds_ = 0.0;
  bool all_right_ = true;
};

}  // namespace
}  // namespace brenier::bench

int main(int count, char** values) {
  const auto arguments = brenier::bench::arguments(count, values);
  if (!arguments) {
    std::fprintf(stderr, "usage: %s [n >= 3 [kind [tol > 0 [repeats >= 1]]]]\n", values[0]);
    return 2;
  }
  try {
    return brenier::bench::SolveBenchmark(*arguments).run() ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
