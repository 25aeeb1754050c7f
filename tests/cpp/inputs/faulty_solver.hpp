// A linear solver that fails on demand.
#pragma once

#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "brenier/error.hpp"
#include "brenier/linalg/adaptive_solver.hpp"

namespace brenier::testing {

inline constexpr int kForEver = 1 << 30;

/// Solves as it should, but for some calls, whose solutions faults make others of.
class FaultySolver final : public LinearSolver {
 public:
  using Fault = std::function<void(std::vector<double>& solution, std::span<const double> b)>;

  /// From one call, the first being 1, up to another.
  FaultySolver(int first, int last, Fault fault) { add(first, last, std::move(fault)); }

  void add(int first, int last, Fault fault) { faults_.push_back({first, last, std::move(fault)}); }
  int calls() const { return calls_; }

  std::vector<double> solve(const GraphLaplacian& laplacian, std::span<const double> b,
                            double tolerance, const CheckInterrupt& interrupt) override {
    ++calls_;
    std::vector<double> x = sound_.solve(laplacian, b, tolerance, interrupt);
    for (const TimedFault& f : faults_) {
      if (f.first <= calls_ && calls_ <= f.last) f.fault(x, b);
    }
    return x;
  }

 private:
  struct TimedFault {
    int first, last;
    Fault fault;
  };

  AdaptiveSolver sound_;
  std::vector<TimedFault> faults_;
  int calls_ = 0;
};

inline void singular(std::vector<double>& /*x*/, std::span<const double> /*b*/) {
  throw NumericalError("singular");
}
inline FaultySolver::Fault times(double factor) {
  return [factor](std::vector<double>& x, std::span<const double> /*b*/) {
    for (double& value : x) value *= factor;
  };
}

}  // namespace brenier::testing
