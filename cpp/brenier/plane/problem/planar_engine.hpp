// The engine of the plane: power diagrams of a problem's points, measured under its source.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/problem/planar_problem.hpp"
#include "brenier/plane/triangulation/regular_triangulation.hpp"
#include "brenier/waist/cell_engine.hpp"

namespace brenier {

/// Its states hold a triangulation, from which that of weights near by is made by flips.
class PlanarEngine final : public CellEngine {
 public:
  /// Keeps a view of the problem, which has to live as long.
  explicit PlanarEngine(const PlanarProblem& problem, int workers = 1,
                        CheckInterrupt interrupt = {})
      : problem_(problem), workers_(workers), interrupt_(std::move(interrupt)) {}

  PlanarEngine(PlanarProblem&&, int = 1, CheckInterrupt = {}) = delete;

  Index cell_count() const override { return problem_.targets.cell_count(); }
  /// A small cell is a triangle, whose sides move in proportion to the weight.
  int growth_dimension() const override { return 2; }

  /// First weights that match mean and covariance; then none, if sites and source share their
  /// coordinates; then, if some sites are near to each other, those of fewer sites, split; last the
  /// similarity that puts the sites inside of the domain.
  void propose_starts(std::span<const double> targets, const Blend& blend,
                      const std::function<bool(StartProposal)>& is_accepted) const override;
  /// From a discrete transport, unless there are too many points for that.
  std::optional<StartProposal> rough_start(std::span<const double> targets) const override;
  std::optional<Evaluation> measure(std::vector<double> weights, const Evaluation* near,
                                    const Blend& blend, const HiddenCells& hidden) const override;
  Evaluation under(Evaluation evaluation, Blend blend) const override;
  std::optional<Evaluation> repair(const Evaluation& evaluation, std::span<const Index> underfilled,
                                   const HiddenCells& hidden) const override;
  std::unique_ptr<ScaleSpace> scale_space(std::span<const double> targets) const override;
  std::unique_ptr<CoarserCells> coarser(std::span<const double> targets) const override;

  /// Of an evaluation of an engine of the plane.
  static const RegularTriangulation& triangulation_of(const Evaluation& evaluation);
  /// Of the cells of an evaluation under its blend's smooth source, or under the source if it has
  /// none.
  std::vector<Point> centroids(const Evaluation& evaluation) const;

 private:
  struct PlanarState;

  static const PlanarState& planar(const Evaluation& evaluation);
  const Density& density_of(const Blend& blend) const;
  bool propose_split_starts(std::span<const double> targets, const Density& density,
                            const std::function<bool(StartProposal)>& is_accepted) const;
  RegularTriangulation with_hidden_raised(RegularTriangulation triangulation, const Blend& blend,
                                          std::span<const double> wanted) const;
  Evaluation measured(RegularTriangulation triangulation, Blend blend) const;
  Evaluation blended_with_smooth(std::shared_ptr<PlanarState> state, CellMeasures of_source,
                                 Blend blend) const;

  const PlanarProblem& problem_;
  int workers_;
  CheckInterrupt interrupt_;
};

}  // namespace brenier
