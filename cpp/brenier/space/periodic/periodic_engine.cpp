#include "brenier/space/periodic/periodic_engine.hpp"

#include <array>
#include <utility>

#include "brenier/space/periodic/gathered_sites.hpp"
#include "brenier/space/periodic/torus_measures.hpp"

namespace brenier::space {
namespace {

/// The weights, the copies that sufficed for them, and the pairs of cells that have a facet. These
/// join all cells that are not empty.
class PeriodicState final : public CellState {
 public:
  PeriodicState(std::vector<double> weights, std::shared_ptr<const SiteCopies> copies,
                const Torus& torus, std::span<const Facet> facets)
      : weights_(std::move(weights)), copies_(std::move(copies)), torus_(torus) {
    pairs_.reserve(facets.size());
    for (const Facet& f : facets) pairs_.push_back({f.i, f.j});
  }

  const std::vector<double>& weights() const override { return weights_; }
  std::vector<Facet> neighbors() const override {
    std::vector<Facet> result;
    result.reserve(pairs_.size());
    for (const auto [i, j] : pairs_) {
      const double squared = torus_.squared_distance(copies_->points()[i], copies_->points()[j]);
      result.push_back({i, j, 1.0 / squared});
    }
    return result;
  }
  const std::shared_ptr<const SiteCopies>& copies() const { return copies_; }

 private:
  std::vector<double> weights_;
  std::shared_ptr<const SiteCopies> copies_;
  const Torus& torus_;
  std::vector<std::array<Index, 2>> pairs_;
};

}  // namespace

void PeriodicEngine::propose_starts(std::span<const double> targets, const Blend&,
                                    const std::function<bool(StartProposal)>& is_accepted) const {
  std::vector<double> spread = weights_of_gathered(problem_.points, targets, torus());
  // A single cell may be allowed to be empty without being repaired: none is.
  const double most_repaired = 0.5 / static_cast<double>(cell_count());
  if (!spread.empty() && is_accepted({std::move(spread), most_repaired, 0.0})) return;
  is_accepted({std::vector<double>(problem_.points.size(), 0.0), 0.0, 0.0});
}

std::optional<Evaluation> PeriodicEngine::measure(std::vector<double> weights,
                                                  const Evaluation* near, const Blend&,
                                                  const HiddenCells& hidden) const {
  if (!can_be_worked_with(weights)) return std::nullopt;
  auto copies = near != nullptr ? static_cast<const PeriodicState&>(*near->state).copies()
                                : first_copies(problem_.points, torus());
  const std::optional<TorusCells> cells =
      TorusCells::of(std::move(copies), weights, torus(), hidden.most, workers_, interrupt_);
  if (!cells) return std::nullopt;
  CellMeasures measures = measure_cells(cells->surfaces(), workers_, interrupt_);
  auto state = std::make_shared<PeriodicState>(std::move(weights), cells->copies(), torus(),
                                               measures.facets);
  return Evaluation{std::move(state), {}, std::move(measures), {}};
}

}  // namespace brenier::space
