#include "brenier/space/problem/spatial_engine.hpp"

#include <array>
#include <utility>

#include "brenier/space/measure/measure_cells.hpp"
#include "brenier/space/problem/start_weights.hpp"

namespace brenier::space {
namespace {

/// The weights, and the pairs of cells that have a facet with them. In a convex domain with density
/// everywhere, these join all cells that are not empty.
class SpatialState final : public CellState {
 public:
  SpatialState(std::vector<double> weights, std::span<const Point> sites,
               std::span<const Facet> facets)
      : weights_(std::move(weights)), sites_(sites) {
    pairs_.reserve(facets.size());
    for (const Facet& f : facets) pairs_.push_back({f.i, f.j});
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
};

}  // namespace

void SpatialEngine::propose_starts(std::span<const double> targets, const Blend& /*blend*/,
                                   const std::function<bool(StartProposal)>& is_accepted) const {
  std::vector<double> matched = moment_weights(problem_.points, targets, problem_.domain());
  // A single cell may be allowed to be empty without being repaired: none is.
  const double most_repaired = 0.5 / static_cast<double>(cell_count());
  if (!matched.empty() && is_accepted({std::move(matched), most_repaired, 0.0})) return;
  is_accepted({similarity_weights(problem_.points, problem_.domain()), 0.0, 0.0});
}

std::optional<StartProposal> SpatialEngine::rough_start(std::span<const double>) const {
  return std::nullopt;
}

std::optional<Evaluation> SpatialEngine::measure(std::vector<double> weights,
                                                 const Evaluation* /*near*/, const Blend& /*blend*/,
                                                 const HiddenCells& hidden) const {
  if (!can_be_worked_with(weights)) return std::nullopt;
  const RegularTriangulation triangulation(sites_, std::move(weights), problem_.domain().bounds(),
                                           workers_, interrupt_);
  if (triangulation.hidden_count() > hidden.most) return std::nullopt;
  const CellSurfaces surfaces(triangulation, problem_.domain(), workers_, interrupt_);
  CellMeasures measures = measure_cells(surfaces, workers_, interrupt_);
  auto state =
      std::make_shared<SpatialState>(triangulation.weights(), problem_.points, measures.facets);
  return Evaluation{std::move(state), {}, std::move(measures), {}};
}

Evaluation SpatialEngine::under(Evaluation evaluation, Blend /*blend*/) const { return evaluation; }

std::optional<Evaluation> SpatialEngine::repair(const Evaluation&, std::span<const Index>,
                                                const HiddenCells&) const {
  return std::nullopt;
}

std::unique_ptr<ScaleSpace> SpatialEngine::scale_space(std::span<const double>) const {
  return nullptr;
}

std::unique_ptr<CoarserCells> SpatialEngine::coarser(std::span<const double>) const {
  return nullptr;
}

}  // namespace brenier::space
