// What a solve leaves behind: its steps, and the weights after the last of them.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "brenier/newton/result.hpp"
#include "brenier/newton/settings.hpp"
#include "brenier/waist/cell_engine.hpp"
#include "brenier/waist/targets.hpp"

namespace brenier {

/// The weights are always those of the last record, and errors are those under the source for the
/// targets of the solve, whatever a step was aimed at. A start from which no step was taken is in
/// neither, unless it is the first.
class History {
 public:
  /// Keeps references to both, which have to live as long.
  History(const Targets& targets, const NewtonSettings& settings)
      : targets_(targets), settings_(settings) {}

  void add_start(const Evaluation& start);
  /// Of a length in units of Newton's step, or 1 if the continuation has led there without one.
  /// Tells the callback.
  void add_step(const Evaluation& current, double step);

  /// How many steps were taken so far.
  int step_count() const { return records_.back().nit; }
  /// Has the last record an error within the tolerance?
  bool is_solved() const { return records_.back().max_relative_error <= settings_.tol; }
  /// Why there may be no further step, if so: the callback asked to stop, or there were as many as
  /// are allowed.
  std::optional<Status> end() const;

  NewtonResult result(Status status, int evaluations) &&;

 private:
  void add(const Evaluation& current, double step);

  const Targets& targets_;
  const NewtonSettings& settings_;
  std::vector<double> weights_;
  std::vector<StepRecord> records_;
  bool is_stopped_ = false;  // by the callback
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace brenier
