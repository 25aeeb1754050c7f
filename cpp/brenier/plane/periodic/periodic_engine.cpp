#include "brenier/plane/periodic/periodic_engine.hpp"

#include <utility>

#include "brenier/plane/measure/cell_repair.hpp"
#include "brenier/plane/periodic/coarse_periodic_sites.hpp"
#include "brenier/plane/periodic/gathered_sites.hpp"
#include "brenier/plane/periodic/periodic_repair.hpp"
#include "brenier/plane/periodic/settings.hpp"
#include "brenier/plane/problem/scale_space.hpp"
#include "brenier/plane/problem/settings.hpp"

namespace brenier {

struct PeriodicEngine::PeriodicState final : CellState {
  std::shared_ptr<const SiteCopies> copies;
  RegularTriangulation triangulation;  // of the copies
  std::vector<double> site_weights;

  PeriodicState(PeriodicCells cells, std::vector<double> of_sites)
      : copies(cells.copies()),
        triangulation(std::move(cells).take_triangulation()),
        site_weights(std::move(of_sites)) {}
  const std::vector<double>& weights() const override { return site_weights; }
  std::vector<Facet> neighbors() const override;
};

std::vector<Facet> PeriodicEngine::PeriodicState::neighbors() const {
  std::vector<Facet> result;
  const std::vector<Point>& points = triangulation.sites();
  triangulation.for_each_edge([&](const TriangulationEdge& edge) {
    const Index i = copies->site(edge.i), j = copies->site(edge.j);
    if (i == j) return;
    result.push_back({i, j, 1.0 / squared_norm(points[edge.i] - points[edge.j])});
  });
  return result;
}

const PeriodicEngine::PeriodicState& PeriodicEngine::periodic(const Evaluation& evaluation) {
  return static_cast<const PeriodicState&>(*evaluation.state);
}

const SiteCopies& PeriodicEngine::copies_of(const Evaluation& evaluation) {
  return *periodic(evaluation).copies;
}

const RegularTriangulation& PeriodicEngine::triangulation_of(const Evaluation& evaluation) {
  return periodic(evaluation).triangulation;
}

const Density& PeriodicEngine::density_of(const Blend& blend) const {
  if (blend.blur == 0.0) return problem_.source->density;
  return static_cast<const SmoothDensity&>(*blend.smooth).density;
}

void PeriodicEngine::propose_starts(std::span<const double> targets, const Blend&,
                                    const std::function<bool(StartProposal)>& is_accepted) const {
  std::vector<double> spread = weights_of_gathered(problem_.points, targets, torus());
  if (!spread.empty() &&
      is_accepted({std::move(spread), StartConstants::kMostRepaired, StartConstants::kPart}))
    return;
  std::vector<double> none(problem_.points.size(), 0.0);
  if (is_accepted({none, StartConstants::kMostRepairedOfZero, StartConstants::kPartOfZero})) return;
  is_accepted({std::move(none), 0.0, 0.0});
}

std::optional<Evaluation> PeriodicEngine::measure(std::vector<double> weights,
                                                  const Evaluation* near, const Blend& blend,
                                                  const HiddenCells& hidden) const {
  if (!Frame::can_work_with(weights)) return std::nullopt;
  if (near == nullptr) {
    std::shared_ptr<const SiteCopies> copies = first_copies(problem_.points, torus(), interrupt_);
    RegularTriangulation triangulation(copies->points(), copies->spread(weights), interrupt_);
    return measured_without_hidden(std::move(copies), std::move(triangulation), std::move(weights),
                                   blend, hidden);
  }
  const PeriodicState& state = periodic(*near);
  // A copy that is hidden among some is hidden among all, and so are all copies of its site.
  auto triangulation = state.triangulation.reweighted(state.copies->spread(weights),
                                                      SiteCopies::kMostOfOneSite * hidden.most,
                                                      workers_, interrupt_);
  if (!triangulation) return std::nullopt;
  return measured_without_hidden(state.copies, *std::move(triangulation), std::move(weights), blend,
                                 hidden);
}

std::optional<Evaluation> PeriodicEngine::measured_without_hidden(
    std::shared_ptr<const SiteCopies> copies, RegularTriangulation triangulation,
    std::vector<double> weights, const Blend& blend, const HiddenCells& hidden) const {
  std::vector<Index> empty = hidden_sites(triangulation, *copies);
  if (static_cast<Index>(empty.size()) > hidden.most) return std::nullopt;
  const double area = torus().period().x * torus().period().y;
  for (int round = 0; round < BandConstants::kRaisingRounds && !empty.empty(); ++round) {
    if (hidden.wanted.empty()) break;
    for (const Index k : empty) {
      check(interrupt_);
      weights[k] = weight_to_appear(triangulation, problem_.points[k], weights[k],
                                    hidden.wanted[k] * area, torus())
                       .value_or(weights[k]);
    }
    auto raised =
        triangulation.reweighted(copies->spread(weights), copies->size(), workers_, interrupt_);
    if (!raised) return std::nullopt;
    triangulation = *std::move(raised);
    empty = hidden_sites(triangulation, *copies);
  }
  PeriodicCells cells(std::move(copies), std::move(triangulation), weights, torus(),
                      problem_.domain(), workers_, interrupt_);
  return measured(std::move(cells), std::move(weights), blend);
}

Evaluation PeriodicEngine::measured(PeriodicCells cells, std::vector<double> weights,
                                    Blend blend) const {
  CellMeasures of_source = cells.measures(problem_.source->density, workers_, interrupt_);
  CellMeasures of_blend;
  if (blend.blur > 0.0) {
    of_blend =
        blended(of_source, cells.measures(density_of(blend), workers_, interrupt_), blend.blur);
  }
  auto state = std::make_shared<const PeriodicState>(std::move(cells), std::move(weights));
  return {std::move(state), std::move(blend), std::move(of_source), std::move(of_blend)};
}

Evaluation PeriodicEngine::under(Evaluation evaluation, Blend blend) const {
  if (blend.blur == 0.0) {
    return {std::move(evaluation.state), {}, std::move(evaluation.of_source), {}};
  }
  const PeriodicState& state = periodic(evaluation);
  return measured({state.copies, state.triangulation, state.site_weights, torus(),
                   problem_.domain(), workers_, interrupt_},
                  state.site_weights, std::move(blend));
}

std::optional<Evaluation> PeriodicEngine::repair(const Evaluation& evaluation,
                                                 std::span<const Index> underfilled,
                                                 const HiddenCells& hidden) const {
  if (any_is_where_density_is_zero(evaluation.measures(), underfilled)) return std::nullopt;
  const PeriodicState& state = periodic(evaluation);
  std::optional<std::vector<double>> raised =
      underfilled_raised(state.triangulation, *state.copies, state.site_weights,
                         evaluation.measures(), underfilled, hidden.wanted, torus(), interrupt_);
  if (!raised) return std::nullopt;
  return measure(*std::move(raised), &evaluation, evaluation.blend, hidden);
}

std::unique_ptr<ScaleSpace> PeriodicEngine::scale_space(std::span<const double> targets) const {
  return std::make_unique<PlanarScaleSpace>(problem_.source->density, targets, workers_, interrupt_,
                                            true);
}

std::unique_ptr<CoarserCells> PeriodicEngine::coarser(std::span<const double> targets) const {
  if (cell_count() < CoarseConstants::kFewestSites ||
      !std::holds_alternative<Uniform>(problem_.source->density)) {
    return nullptr;
  }
  return std::make_unique<CoarsePeriodicSites>(problem_, targets, workers_, interrupt_);
}

std::vector<Point> PeriodicEngine::centroids(const Evaluation& evaluation) const {
  const PeriodicState& state = periodic(evaluation);
  const PeriodicCells cells(state.copies, state.triangulation, state.site_weights, torus(),
                            problem_.domain(), workers_, interrupt_);
  return cells.moments(density_of(evaluation.blend), workers_, interrupt_).centroids;
}

}  // namespace brenier
