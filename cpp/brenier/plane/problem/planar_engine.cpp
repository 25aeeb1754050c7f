#include "brenier/plane/problem/planar_engine.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "brenier/plane/diagram/cell_boundaries.hpp"
#include "brenier/plane/domain/parts.hpp"
#include "brenier/plane/measure/cell_repair.hpp"
#include "brenier/plane/measure/integrate.hpp"
#include "brenier/plane/measure/mean_covariance.hpp"
#include "brenier/plane/problem/coarse_sites.hpp"
#include "brenier/plane/problem/discrete_weights.hpp"
#include "brenier/plane/problem/moment_weights.hpp"
#include "brenier/plane/problem/quantile_weights.hpp"
#include "brenier/plane/problem/scale_space.hpp"
#include "brenier/plane/problem/settings.hpp"
#include "brenier/plane/problem/similarity_weights.hpp"
#include "brenier/plane/problem/split_weights.hpp"

namespace brenier {
namespace {

bool has_wide_gap(const Polygon& domain) {
  const std::vector<Box> parts = part_boxes(domain);
  const double width = std::sqrt(domain.area() / static_cast<double>(parts.size()));
  return widest_gap(parts) > DiscreteConstants::kWideGap * width;
}

}  // namespace

struct PlanarEngine::PlanarState final : CellState {
  RegularTriangulation triangulation;
  // Who owns the boundary of the source's domain, and of the last smooth source's.
  std::vector<Segment> boundary, boundary_of_smooth;

  explicit PlanarState(RegularTriangulation made) : triangulation(std::move(made)) {}
  const std::vector<double>& weights() const override { return triangulation.weights(); }
  std::vector<Facet> neighbors() const override;
};

std::vector<Facet> PlanarEngine::PlanarState::neighbors() const {
  std::vector<Facet> result;
  const std::vector<Point>& sites = triangulation.sites();
  triangulation.for_each_edge([&](const TriangulationEdge& edge) {
    result.push_back({edge.i, edge.j, 1.0 / squared_norm(sites[edge.i] - sites[edge.j])});
  });
  return result;
}

const PlanarEngine::PlanarState& PlanarEngine::planar(const Evaluation& evaluation) {
  return static_cast<const PlanarState&>(*evaluation.state);
}

const Density& PlanarEngine::density_of(const Blend& blend) const {
  if (blend.blur == 0.0) return problem_.source->density;
  return static_cast<const SmoothDensity&>(*blend.smooth).density;
}

void PlanarEngine::propose_starts(std::span<const double> targets, const Blend& blend,
                                  const std::function<bool(StartProposal)>& is_accepted) const {
  const Density& density = density_of(blend);
  const std::vector<Point>& points = problem_.points;
  std::vector<double> exact = quantile_weights(points, targets, density, interrupt_);
  if (!exact.empty() &&
      is_accepted({std::move(exact), StartConstants::kMostRepaired, StartConstants::kPart}))
    return;
  std::vector<double> matched =
      moment_weights(points, targets, mean_covariance(density, interrupt_), domain_of(density));
  if (!matched.empty() &&
      is_accepted({std::move(matched), StartConstants::kMostRepaired, StartConstants::kPart}))
    return;
  if (problem_.frame.is_shared()) {
    if (is_accepted({std::vector<double>(points.size(), 0.0), StartConstants::kMostRepairedOfZero,
                     StartConstants::kPartOfZero}))
      return;
  }
  if (propose_split_starts(targets, density, is_accepted)) return;
  is_accepted({similarity_weights(points, domain_of(density).polygon()), 0.0, 0.0});
}

/// Starts for fewer points, where some are so near to each other that in others their cells would
/// be empty by rounding. Is one accepted?
bool PlanarEngine::propose_split_starts(
    std::span<const double> targets, const Density& density,
    const std::function<bool(StartProposal)>& is_accepted) const {
  const auto groups = standing_points(problem_.points, targets, SplitConstants::kSplit, interrupt_);
  if (!groups) return false;
  const auto is_split_accepted = [&](std::vector<double> weights) {
    return !weights.empty() &&
           is_accepted({split_weights(problem_.points, *groups, std::move(weights), density,
                                      workers_, interrupt_),
                        StartConstants::kMostRepaired, StartConstants::kPart});
  };
  return is_split_accepted(moment_weights(groups->points, groups->masses,
                                          mean_covariance(density, interrupt_),
                                          domain_of(density))) ||
         is_split_accepted(similarity_weights(groups->points, domain_of(density).polygon()));
}

std::optional<StartProposal> PlanarEngine::rough_start(std::span<const double> targets) const {
  if (cell_count() > DiscreteConstants::kMostInTransport) return std::nullopt;
  if (!has_wide_gap(problem_.domain().polygon())) return std::nullopt;
  return StartProposal{
      discrete_weights(problem_.points, targets, problem_.source->density, interrupt_),
      StartConstants::kMostRepaired, StartConstants::kPart};
}

std::optional<Evaluation> PlanarEngine::measure(std::vector<double> weights, const Evaluation* near,
                                                const Blend& blend,
                                                const HiddenCells& hidden) const {
  if (!Frame::can_work_with(weights)) return std::nullopt;
  std::optional<RegularTriangulation> triangulation;
  if (near != nullptr) {
    triangulation = planar(*near).triangulation.reweighted(std::move(weights), hidden.most,
                                                           workers_, interrupt_);
  } else {
    triangulation.emplace(problem_.points, std::move(weights), interrupt_);
  }
  if (!triangulation || triangulation->hidden_count() > hidden.most) return std::nullopt;
  return measured(with_hidden_raised(*std::move(triangulation), blend, hidden.wanted), blend);
}

std::optional<Evaluation> PlanarEngine::repair(const Evaluation& evaluation,
                                               std::span<const Index> underfilled,
                                               const HiddenCells& hidden) const {
  if (any_is_where_density_is_zero(evaluation.measures(), underfilled)) return std::nullopt;
  const PlanarState& state = planar(evaluation);
  const Blend& blend = evaluation.blend;
  auto raised = state.triangulation.reweighted(
      underfilled_sites_raised(state.triangulation, domain_of(density_of(blend)),
                               blend.blur > 0.0 ? state.boundary_of_smooth : state.boundary,
                               evaluation.measures(), underfilled, hidden.wanted, interrupt_),
      hidden.most, workers_, interrupt_);
  if (!raised) return std::nullopt;
  return measured(with_hidden_raised(*std::move(raised), blend, hidden.wanted), blend);
}

RegularTriangulation PlanarEngine::with_hidden_raised(RegularTriangulation triangulation,
                                                      const Blend& blend,
                                                      std::span<const double> wanted) const {
  if (!triangulation.has_hidden_sites() || wanted.empty()) return triangulation;
  const DomainIndex& domain = domain_of(density_of(blend));
  // The areas that would have the masses wanted if the density were uniform.
  std::vector<double> wanted_areas(wanted.begin(), wanted.end());
  for (double& area : wanted_areas) area *= domain.polygon().area();
  return hidden_sites_raised(triangulation, domain, wanted_areas, interrupt_);
}

Evaluation PlanarEngine::measured(RegularTriangulation triangulation, Blend blend) const {
  auto state = std::make_shared<PlanarState>(std::move(triangulation));
  const CellBoundaries boundaries(state->triangulation, problem_.domain(), workers_, interrupt_);
  CellMeasures measures =
      measure_cells(boundaries, problem_.points, problem_.source->density, workers_, interrupt_);
  state->boundary = boundaries.boundary();
  return blended_with_smooth(std::move(state), std::move(measures), std::move(blend));
}

Evaluation PlanarEngine::under(Evaluation evaluation, Blend blend) const {
  if (blend.blur == 0.0)
    return {std::move(evaluation.state), {}, std::move(evaluation.of_source), {}};
  auto state = std::make_shared<PlanarState>(planar(evaluation));
  return blended_with_smooth(std::move(state), std::move(evaluation.of_source), std::move(blend));
}

Evaluation PlanarEngine::blended_with_smooth(std::shared_ptr<PlanarState> state,
                                             CellMeasures of_source, Blend blend) const {
  CellMeasures of_blend;
  if (blend.blur > 0.0) {
    const Density& smooth = density_of(blend);
    const CellBoundaries boundaries(state->triangulation, domain_of(smooth), workers_, interrupt_);
    of_blend =
        blended(of_source, measure_cells(boundaries, problem_.points, smooth, workers_, interrupt_),
                blend.blur);
    state->boundary_of_smooth = boundaries.boundary();
  }
  return {std::move(state), std::move(blend), std::move(of_source), std::move(of_blend)};
}

std::unique_ptr<ScaleSpace> PlanarEngine::scale_space(std::span<const double> targets) const {
  return std::make_unique<PlanarScaleSpace>(problem_.source->density, targets, workers_,
                                            interrupt_);
}

std::unique_ptr<CoarserCells> PlanarEngine::coarser(std::span<const double> targets) const {
  if (cell_count() < CoarseConstants::kFewestSites) return nullptr;
  return std::make_unique<CoarseSites>(problem_, targets, workers_, interrupt_);
}

const RegularTriangulation& PlanarEngine::triangulation_of(const Evaluation& evaluation) {
  return planar(evaluation).triangulation;
}

std::vector<Point> PlanarEngine::centroids(const Evaluation& evaluation) const {
  const Density& density = density_of(evaluation.blend);
  const CellBoundaries boundaries(triangulation_of(evaluation), domain_of(density), workers_,
                                  interrupt_);
  return cell_moments(boundaries, cell_count(), density, workers_, interrupt_).centroids;
}

}  // namespace brenier
