#include "brenier/newton/history.hpp"

#include <limits>
#include <utility>

namespace brenier {

void History::add_start(const Evaluation& start) {
  add(start, std::numeric_limits<double>::quiet_NaN());
}

void History::add_step(const Evaluation& current, double step) {
  add(current, step);
  is_stopped_ = settings_.callback && !settings_.callback(records_.back());
}

void History::add(const Evaluation& current, double step) {
  weights_ = current.weights();
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin_;
  records_.push_back({static_cast<int>(records_.size()),
                      targets_.max_relative_error(current.of_source.masses), step,
                      current.blend.blur, elapsed.count()});
}

std::optional<Status> History::end() const {
  if (is_stopped_) return Status::kStopped;
  if (records_.back().nit == settings_.max_iter) return Status::kMaxIterations;
  return std::nullopt;
}

NewtonResult History::result(Status status, int evaluations) && {
  return {std::move(weights_), status, std::move(records_), 0.0, evaluations, 0, {}};
}

}  // namespace brenier
