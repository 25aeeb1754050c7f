// An engine, and how often it has measured all cells.
#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "brenier/waist/cell_engine.hpp"

namespace brenier {

struct CountedEngine {
  const CellEngine& cells;
  int evaluations = 0;

  std::optional<Evaluation> measure(std::vector<double> weights, const Evaluation* near,
                                    const Blend& blend, const HiddenCells& hidden) {
    return counted(cells.measure(std::move(weights), near, blend, hidden));
  }
  std::optional<Evaluation> repair(const Evaluation& evaluation, std::span<const Index> underfilled,
                                   const HiddenCells& hidden) {
    return counted(cells.repair(evaluation, underfilled, hidden));
  }

 private:
  std::optional<Evaluation> counted(std::optional<Evaluation> result) {
    if (result) ++evaluations;
    return result;
  }
};

}  // namespace brenier
