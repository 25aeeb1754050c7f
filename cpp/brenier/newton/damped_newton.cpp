#include "brenier/newton/damped_newton.hpp"

#include <algorithm>
#include <cmath>

#include "brenier/linalg/adaptive_solver.hpp"
#include "brenier/newton/ascent.hpp"

namespace brenier {
namespace {

// The highest floor of the target masses, as a part of their mean; by which factor it sinks at a time, at
// most; and down to which it may sink by less if that is too far.
constexpr double kHighestFloor = 0.01;
constexpr double kDeepest = 100.0;
constexpr double kShallowest = 3.0;

class DampedNewton {
 public:
  DampedNewton(const Problem& problem, const NewtonSettings& settings, LinearSolver& linear_solver)
      : problem_(problem),
        settings_(settings),
        linear_solver_(linear_solver),
        history_(problem, settings),
        least_(*std::min_element(problem.masses.begin(), problem.masses.end())) {}

  NewtonResult run(std::vector<double> start) {
    const Status status = solve(std::move(start));
    return std::move(history_).result(status, evaluations_);
  }

 private:
  Status solve(std::vector<double> start) {
    Ascent ascent = towards(problem_);
    Iterate current = ascent.start(std::move(start));
    history_.add_start(current);
    Status status = ascent.climb(current);
    if (ascent.has_failed(status, current)) {
      const double floor = kHighestFloor / static_cast<double>(problem_.points.size());
      status = floor > least_ ? sink(floor) : ascent.go_around(status, current);
    }
    evaluations_ += ascent.evaluations();
    return status;
  }

  /// Solves for target masses of which the small ones are raised to a floor, and lets that sink. Cells that
  /// shrink where they are do not get lost, as tiny ones do while everything moves.
  Status sink(double floor) {
    const Problem raised = problem_.with_floor(floor);
    Ascent first = towards(raised);
    Iterate current = first.start({});
    Status status = first.climb(current);
    if (first.has_failed(status, current)) status = first.go_around(status, current);
    evaluations_ += first.evaluations();
    for (double ratio = kDeepest; status == Status::kConverged && floor > least_;) {
      const Problem lower = problem_.with_floor(floor / ratio);
      Ascent ascent = towards(floor / ratio > least_ ? lower : problem_);
      Iterate trial = current;
      const Status ending = ascent.climb(trial);
      const bool has_failed = ascent.has_failed(ending, trial);
      if (has_failed && ending == Status::kStalled && ratio > kShallowest) {
        ratio = std::sqrt(ratio);
      } else {
        status = has_failed ? ascent.go_over(trial) : ending;
        current = std::move(trial);
        floor /= ratio;
        ratio = std::min(kDeepest, ratio * ratio);
      }
      evaluations_ += ascent.evaluations();
    }
    return status;
  }

  Ascent towards(const Problem& problem) {
    return Ascent(problem, settings_, linear_solver_, history_);
  }

  const Problem& problem_;
  const NewtonSettings& settings_;
  LinearSolver& linear_solver_;
  History history_;
  double least_;  // of the target masses
  int evaluations_ = 0;
};

}  // namespace

NewtonResult solve(const Problem& problem, std::vector<double> start,
                   const NewtonSettings& settings) {
  AdaptiveSolver linear_solver(settings.workers);
  return solve(problem, std::move(start), settings, linear_solver);
}

NewtonResult solve(const Problem& problem, std::vector<double> start,
                   const NewtonSettings& settings, LinearSolver& linear_solver) {
  settings.validate();
  return DampedNewton(problem, settings, linear_solver).run(std::move(start));
}

}  // namespace brenier
