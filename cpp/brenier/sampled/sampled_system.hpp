// Newton's direction for smoothed cells, whose Hessian is applied without being formed.
#pragma once

#include "brenier/newton/newton_system.hpp"
#include "brenier/sampled/sampled_engine.hpp"

namespace brenier {

class SampledSystem final : public NewtonSystem {
 public:
  /// Keeps a view of the engine, which has to live as long.
  explicit SampledSystem(const SampledEngine& engine) : engine_(engine) {}

  NewtonDirection direction(const Evaluation& at, const Targets& targets) override;
  /// There are no parts: what joins two cells is a sample that both have on its list, and the sum
  /// of all masses is right.
  std::vector<Index> part_out_of_balance(const Evaluation& /*at*/,
                                         const Targets& /*targets*/) const override {
    return {};
  }

 private:
  const SampledEngine& engine_;
};

}  // namespace brenier
