#include "brenier/space/problem/spatial_engine.hpp"

#include <array>
#include <utility>

#include "brenier/space/diagram/cells_in_domain.hpp"
#include "brenier/space/measure/cell_moments.hpp"
#include "brenier/space/measure/cell_repair.hpp"
#include "brenier/space/measure/measure_cells.hpp"
#include "brenier/space/problem/coarse_sites.hpp"
#include "brenier/space/problem/hidden_blocks.hpp"
#include "brenier/space/problem/prolongation.hpp"
#include "brenier/space/problem/settings.hpp"
#include "brenier/space/problem/split_weights.hpp"
#include "brenier/space/problem/start_weights.hpp"

namespace brenier::space {
namespace {

/// The weights, and the pairs of cells that have a facet with them. In a convex domain with density
/// everywhere, these join all cells that are not empty. If some are, there is the triangulation,
/// too, for their repair: it takes more memory than all else.
class SpatialState final : public CellState {
 public:
  SpatialState(RegularTriangulation triangulation, const CellMeasures& measures)
      : weights_(triangulation.weights()),
        sites_(triangulation.sites()),
        pairs_(pairs_of(measures)) {
    if (has_empty(measures)) triangulation_.emplace(std::move(triangulation));
  }

  /// nullptr if no cell is empty.
  const RegularTriangulation* triangulation() const {
    return triangulation_ ? &*triangulation_ : nullptr;
  }
  const std::vector<double>& weights() const override { return weights_; }
  std::vector<Facet> neighbors() const override {
    std::vector<Facet> result;
    result.reserve(pairs_.size());
    for (const auto [i, j] : pairs_) {
      result.push_back({i, j, 1.0 / squared_norm(sites_[i] - sites_[j])});
    }
    return result;
  }

 private:
  std::vector<double> weights_;
  std::span<const Point> sites_;
  std::vector<std::array<Index, 2>> pairs_;
  std::optional<RegularTriangulation> triangulation_;
};

std::vector<Index> hidden_cells(const RegularTriangulation& triangulation) {
  std::vector<Index> result;
  for (Index k = 0; k < triangulation.site_count(); ++k) {
    if (triangulation.tetrahedron_of(k) == kNone) result.push_back(k);
  }
  return result;
}

}  // namespace

void SpatialEngine::propose_starts(std::span<const double> targets, const Blend& /*blend*/,
                                   const std::function<bool(StartProposal)>& is_accepted) const {
  const std::vector<Point>& points = problem_.points;
  const ConvexPolyhedron& domain = problem_.domain();
  const auto is_repaired = [&](std::vector<double> weights) {
    return !weights.empty() &&
           is_accepted({std::move(weights), StartConstants::kMostRepaired, StartConstants::kPart});
  };
  // Where some sites are so near to each other that in other weights their cells would be empty by
  // rounding, or so small that no step leads away from there.
  const auto groups = standing_points(points, targets, SplitConstants::kSplit, interrupt_);
  const auto is_split_accepted = [&](std::vector<double> weights) {
    return !weights.empty() && is_repaired(split_weights(points, *groups, std::move(weights),
                                                         domain, workers_, interrupt_));
  };
  if (groups && (is_split_accepted(moment_weights(groups->points, groups->masses, domain)) ||
                 is_split_accepted(similarity_weights(groups->points, domain)))) {
    return;
  }
  if (is_repaired(moment_weights(points, targets, domain))) return;
  is_accepted({similarity_weights(points, domain), 0.0, 0.0});
}

std::optional<StartProposal> SpatialEngine::rough_start(std::span<const double>) const {
  return std::nullopt;
}

std::optional<Evaluation> SpatialEngine::measure(std::vector<double> weights,
                                                 const Evaluation* near, const Blend& /*blend*/,
                                                 const HiddenCells& hidden) const {
  if (!Frame::can_work_with(weights)) return std::nullopt;
  std::optional<RegularTriangulation> triangulation(triangulated(std::move(weights)));
  if (triangulation->hidden_count() > hidden.most) return std::nullopt;
  if (triangulation->hidden_count() > 0 && !hidden.wanted.empty()) {
    weights = triangulation->weights();
    const std::vector<RaisedCell> raised =
        raise(weights, *triangulation, hidden_cells(*triangulation), hidden.wanted);
    const std::vector<RaisedCell> blocks = in_blocks(raised);
    if (near == nullptr && !blocks.empty()) {
      fill_blocks(weights, problem_.points, blocks, [&](auto& points, auto& neighbors) {
        return prolonged(*triangulation, points, neighbors);
      });
    }
    triangulation.reset();  // two would take twice the memory
    triangulation.emplace(triangulated(std::move(weights)));
  }
  std::optional<CellSurfaces> surfaces(std::in_place, *triangulation, problem_.domain(), workers_,
                                       interrupt_);
  CellMeasures measures = measure_cells(*surfaces, workers_, interrupt_);
  surfaces.reset();
  auto state = std::make_shared<SpatialState>(*std::move(triangulation), measures);
  return Evaluation{std::move(state), {}, std::move(measures), {}};
}

std::vector<RaisedCell> SpatialEngine::raise(std::vector<double>& weights,
                                             const RegularTriangulation& triangulation,
                                             std::span<const Index> empty,
                                             std::span<const double> wanted) const {
  const CellsInDomain cells(triangulation, problem_.domain());
  std::vector<RaisedCell> result = empty_cells_raised(cells, empty, wanted, interrupt_);
  for (const RaisedCell& cell : result) weights[cell.site] = cell.weight;
  return result;
}

RegularTriangulation SpatialEngine::triangulated(std::vector<double> weights) const {
  return {sites_, std::move(weights), problem_.domain().bounds(), workers_, interrupt_};
}

Evaluation SpatialEngine::under(Evaluation evaluation, Blend /*blend*/) const { return evaluation; }

std::optional<Evaluation> SpatialEngine::repair(const Evaluation& evaluation,
                                                std::span<const Index> underfilled,
                                                const HiddenCells& hidden) const {
  const auto& state = static_cast<const SpatialState&>(*evaluation.state);
  const CellMeasures& measures = evaluation.measures();
  std::vector<double> weights = state.weights();
  if (state.triangulation()) {
    raise(weights, *state.triangulation(), empty_among(underfilled, measures), hidden.wanted);
  }
  raise_small_cells(weights, measures, underfilled, hidden.wanted);
  if (weights == state.weights()) return std::nullopt;
  return measure(std::move(weights), &evaluation, evaluation.blend, hidden);
}

std::unique_ptr<ScaleSpace> SpatialEngine::scale_space(std::span<const double>) const {
  return nullptr;
}

std::unique_ptr<CoarserCells> SpatialEngine::coarser(std::span<const double> targets) const {
  if (cell_count() < CoarseConstants::kFewestSites) return nullptr;
  return std::make_unique<CoarseSites<SpatialEngine>>(problem_, targets, workers_, interrupt_);
}

std::vector<double> SpatialEngine::prolonged(const Evaluation& evaluation,
                                             std::span<const Point> points,
                                             std::span<const Index> cell_of_point) const {
  return prolonged(triangulated(evaluation.weights()), points, cell_of_point);
}

std::vector<double> SpatialEngine::prolonged(const RegularTriangulation& triangulation,
                                             std::span<const Point> points,
                                             std::span<const Index> cell_of_point) const {
  const CellSurfaces surfaces(triangulation, problem_.domain(), workers_, interrupt_);
  const CellMoments moments = cell_moments(surfaces, workers_, interrupt_);
  const SiteGraph graph(triangulation.site_count(),
                        pairs_of(measure_cells(surfaces, workers_, interrupt_)), interrupt_);
  return prolonged_weights({problem_.points, triangulation.weights(), moments.centroids, graph, {}},
                           points, cell_of_point, interrupt_);
}

}  // namespace brenier::space
