// The engine of a periodic box: power diagrams on a torus, measured under the problem's source.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/periodic/periodic_cells.hpp"
#include "brenier/plane/problem/planar_problem.hpp"
#include "brenier/waist/cell_engine.hpp"

namespace brenier {

/// Its states hold copies of the sites and their triangulation, from which that of weights near by
/// is made by flips.
class PeriodicEngine final : public CellEngine {
 public:
  /// Keeps a view of the problem, whose source is periodic, and which has to live as long.
  explicit PeriodicEngine(const PlanarProblem& problem, int workers = 1,
                          CheckInterrupt interrupt = {})
      : problem_(problem), workers_(workers), interrupt_(std::move(interrupt)) {}

  PeriodicEngine(PlanarProblem&&, int = 1, CheckInterrupt = {}) = delete;

  Index cell_count() const override { return problem_.targets.cell_count(); }
  int growth_dimension() const override { return 2; }

  /// First weights that spread sites evenly which lie together, if they do; then none: where each
  /// site is in its own cell.
  void propose_starts(std::span<const double> targets, const Blend& blend,
                      const std::function<bool(StartProposal)>& is_accepted) const override;
  std::optional<StartProposal> rough_start(std::span<const double>) const override {
    return std::nullopt;
  }
  std::optional<Evaluation> measure(std::vector<double> weights, const Evaluation* near,
                                    const Blend& blend, const HiddenCells& hidden) const override;
  Evaluation under(Evaluation evaluation, Blend blend) const override;
  std::optional<Evaluation> repair(const Evaluation& evaluation, std::span<const Index> underfilled,
                                   const HiddenCells& hidden) const override;
  std::unique_ptr<ScaleSpace> scale_space(std::span<const double> targets) const override;
  std::unique_ptr<CoarserCells> coarser(std::span<const double> targets) const override;

  /// What the prolongation needs of an evaluation of an engine of a torus.
  static const SiteCopies& copies_of(const Evaluation& evaluation);
  static const RegularTriangulation& triangulation_of(const Evaluation& evaluation);
  /// Of the whole cells around their sites.
  std::vector<Point> centroids(const Evaluation& evaluation) const;

 private:
  struct PeriodicState;

  static const PeriodicState& periodic(const Evaluation& evaluation);
  const Torus& torus() const { return problem_.source->periodic->torus; }
  const Density& density_of(const Blend& blend) const;
  /// nullopt if too many cells are hidden.
  std::optional<Evaluation> measured_without_hidden(std::shared_ptr<const SiteCopies> copies,
                                                    RegularTriangulation triangulation,
                                                    std::vector<double> weights, const Blend& blend,
                                                    const HiddenCells& hidden) const;
  Evaluation measured(PeriodicCells cells, std::vector<double> weights, Blend blend) const;

  const PlanarProblem& problem_;
  int workers_;
  CheckInterrupt interrupt_;
};

}  // namespace brenier
