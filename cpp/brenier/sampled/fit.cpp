#include "brenier/sampled/fit.hpp"

#include <utility>

#include "brenier/newton/continuation.hpp"
#include "brenier/sampled/sampled_engine.hpp"
#include "brenier/sampled/sampled_system.hpp"

namespace brenier {

NewtonResult fit(const SampleLists& lists, const Targets& targets, std::vector<double> heights,
                 double smoothing, const NewtonSettings& settings) {
  const SampledEngine engine(lists, smoothing, settings.workers, settings.interrupt);
  SampledSystem system(engine);
  return solve(engine, targets, std::move(heights), settings, system);
}

}  // namespace brenier
