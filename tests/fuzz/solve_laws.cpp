#include "solve_laws.hpp"

#include <cmath>
#include <string>

#include "require.hpp"

namespace brenier::fuzz {

void require_true_status(const NewtonResult& result, const NewtonSettings& settings, int stop_at,
                         Error error) {
  const StepRecord& last = result.history.back();
  const double told = last.max_relative_error;
  const std::string status = name_of(result.status);
  require(!message_of(result.status).empty(), "a status has a message");
  require(!std::isnan(told), "the error is a number");
  require(std::abs(told - error.value) <= error.rounding || !std::isfinite(error.rounding),
          "the error is ", error.value, ", not ", told, " (", status, "), with rounding ",
          error.rounding);
  require((told <= settings.tol) == (result.status == Status::kConverged), status, " with error ",
          told, " and tol ", settings.tol);
  require(last.nit <= settings.max_iter, last.nit, " steps of ", settings.max_iter);
  require(result.status != Status::kMaxIterations || last.nit == settings.max_iter,
          "max_iterations after ", last.nit);
  require(result.status != Status::kStopped || last.nit == stop_at, "stopped after ", last.nit);
  require(last.nit <= stop_at, last.nit, " steps after it was to stop at ", stop_at);
  for (std::size_t k = 0; k < result.history.size(); ++k) {
    const StepRecord& record = result.history[k];
    require(record.nit == static_cast<int>(k), "record ", k, " is of step ", record.nit);
    require(k == 0 ? std::isnan(record.step) : record.step > 0.0 && record.step <= 1.0, "step ", k,
            " is ", record.step);
    require(record.blur >= 0.0 && record.blur <= 1.0, "blur ", record.blur);
  }
}

}  // namespace brenier::fuzz
