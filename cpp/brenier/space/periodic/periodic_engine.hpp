// The engine of a torus in space: power diagrams of a problem's points and their copies.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/measure/cell_repair.hpp"
#include "brenier/space/periodic/torus_cells.hpp"
#include "brenier/space/problem/spatial_problem.hpp"
#include "brenier/waist/cell_engine.hpp"

namespace brenier::space {

/// It triangulates anew for any weights, with copies by where cells were for weights near by.
class PeriodicEngine final : public CellEngine {
 public:
  /// Keeps a view of the problem, whose source is periodic, and which has to live as long.
  explicit PeriodicEngine(const SpatialProblem& problem, int workers = 1,
                          CheckInterrupt interrupt = {})
      : problem_(problem), workers_(workers), interrupt_(std::move(interrupt)) {}
  PeriodicEngine(SpatialProblem&&, int = 1, CheckInterrupt = {}) = delete;

  Index cell_count() const override { return problem_.targets.cell_count(); }
  int growth_dimension() const override { return 3; }

  /// First weights that spread sites evenly which lie together, if they do; then none: where each
  /// site is in its own cell.
  void propose_starts(std::span<const double> targets, const Blend& blend,
                      const std::function<bool(StartProposal)>& is_accepted) const override;
  std::optional<StartProposal> rough_start(std::span<const double>) const override {
    return std::nullopt;
  }
  std::optional<Evaluation> measure(std::vector<double> weights, const Evaluation* near,
                                    const Blend& blend, const HiddenCells& hidden) const override;
  Evaluation under(Evaluation evaluation, Blend) const override { return evaluation; }
  std::optional<Evaluation> repair(const Evaluation& evaluation, std::span<const Index> underfilled,
                                   const HiddenCells& hidden) const override;
  std::unique_ptr<ScaleSpace> scale_space(std::span<const double>) const override {
    return nullptr;
  }
  std::unique_ptr<CoarserCells> coarser(std::span<const double> targets) const override;
  /// As SpatialEngine has it.
  std::vector<double> prolonged(const Evaluation& evaluation, std::span<const Point> points,
                                std::span<const Index> cell_of_point) const;

 private:
  /// As `measure`, with cells by their reach.
  std::optional<Evaluation> measured(std::vector<double> weights, std::vector<Box> reach,
                                     const Evaluation* near, const HiddenCells& hidden) const;
  std::optional<TorusCells> cells_of(std::span<const double> weights, std::vector<Box> reach,
                                     Index most_hidden) const;
  /// Gives each of the empty cells a weight as if it were the only one, and reach to where it is.
  std::vector<RaisedCell> raise(std::vector<double>& weights, std::vector<Box>& reach,
                                const TorusCells& cells, std::span<const Index> empty,
                                std::span<const double> wanted) const;
  /// By those cells of weights that are not empty.
  std::vector<double> prolonged(const TorusCells& cells, std::span<const double> weights,
                                std::span<const Point> points,
                                std::span<const Index> cell_of_point) const;
  const Torus& torus() const { return problem_.source->periodic->torus; }

  const SpatialProblem& problem_;
  int workers_;
  CheckInterrupt interrupt_;
};

}  // namespace brenier::space
