#include "brenier/newton/history.hpp"

#include <limits>

namespace brenier {

void History::add_start(const Iterate& start) {
  add(start, std::numeric_limits<double>::quiet_NaN());
}

void History::add_step(const Iterate& current, double step) {
  add(current, step);
  is_stopped_ = settings_.callback && !settings_.callback(history_.back());
}

void History::add(const Iterate& current, double step) {
  weights_ = current.weights();
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin_;
  history_.push_back({static_cast<int>(history_.size()),
                      KantorovichDual(problem_).max_relative_error(current.of_source), step,
                      current.blend.share, elapsed.count()});
}

std::optional<Status> History::end() const {
  if (is_stopped_) return Status::kStopped;
  if (history_.back().nit == settings_.max_iter) return Status::kMaxIterations;
  return std::nullopt;
}

NewtonResult History::result(Status status, int evaluations) && {
  return {std::move(weights_), status, std::move(history_), evaluations};
}

}  // namespace brenier
