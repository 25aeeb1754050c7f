#include "brenier/sampled/fit.hpp"

#include <cmath>
#include <utility>

#include "brenier/error.hpp"
#include "brenier/newton/continuation.hpp"
#include "brenier/sampled/sampled_engine.hpp"
#include "brenier/sampled/sampled_system.hpp"
#include "brenier/text.hpp"

namespace brenier {

NewtonResult fit(const SampleLists& lists, const Targets& targets, std::vector<double> heights,
                 double smoothing, const NewtonSettings& settings) {
  if (lists.count() == 0) throw InvalidArgument("lists: there are no samples; expected some");
  if (!(smoothing > 0.0 && std::isfinite(smoothing))) {
    throw InvalidArgument(text("smoothing is ", smoothing, "; expected a positive number"));
  }
  const SampledEngine engine(lists, smoothing, settings.workers, settings.interrupt);
  SampledSystem system(engine);
  return solve(engine, targets, std::move(heights), settings, system);
}

}  // namespace brenier
