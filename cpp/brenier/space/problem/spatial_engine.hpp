// The engine of space: power diagrams of a problem's points, measured under its source.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/measure/cell_repair.hpp"
#include "brenier/space/problem/spatial_problem.hpp"
#include "brenier/space/triangulation/regular_triangulation.hpp"
#include "brenier/waist/cell_engine.hpp"

namespace brenier::space {

/// It triangulates anew for any weights, in an order of the sites that it finds once. The source is
/// as smooth as can be, so there are no smoother ones.
class SpatialEngine final : public CellEngine {
 public:
  /// Keeps a view of the problem, which has to live as long.
  explicit SpatialEngine(const SpatialProblem& problem, int workers = 1,
                         CheckInterrupt interrupt = {})
      : problem_(problem),
        sites_(problem.points),
        workers_(workers),
        interrupt_(std::move(interrupt)) {}
  SpatialEngine(SpatialProblem&&, int = 1, CheckInterrupt = {}) = delete;

  Index cell_count() const override { return problem_.targets.cell_count(); }
  /// A small cell is a tetrahedron, whose sides move in proportion to the weight.
  int growth_dimension() const override { return 3; }

  /// First starts for fewer sites, split, if some are very near to each other; then weights that
  /// match mean and covariance, which are zero if these match already; last the similarity that
  /// puts the sites inside of the domain.
  void propose_starts(std::span<const double> targets, const Blend& blend,
                      const std::function<bool(StartProposal)>& is_accepted) const override;
  std::optional<StartProposal> rough_start(std::span<const double> targets) const override;
  std::optional<Evaluation> measure(std::vector<double> weights, const Evaluation* near,
                                    const Blend& blend, const HiddenCells& hidden) const override;
  Evaluation under(Evaluation evaluation, Blend blend) const override;
  std::optional<Evaluation> repair(const Evaluation& evaluation, std::span<const Index> underfilled,
                                   const HiddenCells& hidden) const override;
  std::unique_ptr<ScaleSpace> scale_space(std::span<const double> targets) const override;
  std::unique_ptr<CoarserCells> coarser(std::span<const double> targets) const override;
  /// Weights for other points, of which each is near one of the cells, none of them empty: by the
  /// transport that an evaluation is (prolongation.hpp).
  std::vector<double> prolonged(const Evaluation& evaluation, std::span<const Point> points,
                                std::span<const Index> cell_of_point) const;

 private:
  RegularTriangulation triangulated(std::vector<double> weights) const;
  /// Gives each of the empty cells a weight as if it were the only one.
  std::vector<RaisedCell> raise(std::vector<double>& weights,
                                const RegularTriangulation& triangulation,
                                std::span<const Index> empty, std::span<const double> wanted) const;
  /// By the cells of a triangulation that are not empty.
  std::vector<double> prolonged(const RegularTriangulation& triangulation,
                                std::span<const Point> points,
                                std::span<const Index> cell_of_point) const;

  const SpatialProblem& problem_;
  OrderedSites sites_;
  int workers_;
  CheckInterrupt interrupt_;
};

}  // namespace brenier::space
