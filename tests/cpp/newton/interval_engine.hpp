// An exact engine in one dimension: cells are intervals of [0, 1], found as the upper envelope of
// lines.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <vector>

#include "brenier/newton/continuation.hpp"
#include "brenier/newton/facet_system.hpp"
#include "brenier/waist/cell_engine.hpp"

namespace brenier::testing {

/// A density on [0, 1] and its integral from 0.
struct LineDensity final : SmoothSource {
  std::function<double(double)> value, cumulative;

  LineDensity(std::function<double(double)> v, std::function<double(double)> c)
      : value(std::move(v)), cumulative(std::move(c)) {}
};

inline LineDensity uniform_line() {
  return {[](double) { return 1.0; }, [](double x) { return x; }};
}
/// 1/2 + x.
inline LineDensity rising_line() {
  return {[](double x) { return 0.5 + x; }, [](double x) { return 0.5 * x * (1.0 + x); }};
}
/// 2 on the first and on the last quarter.
inline LineDensity two_islands() {
  return {[](double x) { return x < 0.25 || x >= 0.75 ? 2.0 : 0.0; },
          [](double x) { return 2.0 * (std::min(x, 0.25) + std::max(x - 0.75, 0.0)); }};
}

/// share · uniform + (1 - share) · the density.
inline LineDensity smoothed(const LineDensity& density, double share) {
  return {[=](double x) { return share + (1.0 - share) * density.value(x); },
          [=](double x) { return share * x + (1.0 - share) * density.cumulative(x); }};
}

/// Raises no hidden cell by itself, and makes nothing of weights near by.
class IntervalEngine : public CellEngine {
 public:
  /// Sites are increasing.
  IntervalEngine(std::vector<double> sites, LineDensity density)
      : sites_(std::move(sites)), density_(std::move(density)) {}

  bool can_repair = true;
  std::size_t most_repaired_at_once = 1000;
  bool has_scale_space = true;
  Index fewest_to_pair = std::numeric_limits<Index>::max();  // so many sites have coarser ones

  Index cell_count() const override { return static_cast<Index>(sites_.size()); }
  int growth_dimension() const override { return 1; }

  std::optional<StartProposal> rough_start(std::span<const double> /*targets*/) const override {
    return std::nullopt;
  }
  /// The similarity that takes the sites into [0, 1].
  void propose_starts(std::span<const double> /*targets*/, const Blend& /*blend*/,
                      const std::function<bool(StartProposal)>& is_accepted) const override {
    const double scale = 0.98 / std::max(sites_.back() - sites_.front(), 1e-3);
    const double shift = 0.01 - scale * sites_.front();
    std::vector<double> weights;
    for (const double y : sites_) weights.push_back((1.0 - scale) * y * y - 2.0 * shift * y);
    is_accepted({std::move(weights), 0.0, 0.0});
  }
  std::optional<Evaluation> measure(std::vector<double> weights, const Evaluation* /*near*/,
                                    const Blend& blend, const HiddenCells& hidden) const override {
    if (std::any_of(weights.begin(), weights.end(),
                    [](double w) { return !(std::abs(w) < 1e9); })) {
      return std::nullopt;
    }
    if (cell_count() - static_cast<Index>(envelope(weights).size()) > hidden.most) {
      return std::nullopt;
    }
    CellMeasures of_source = measured(weights, density_);
    const std::vector<Index> visible = envelope(weights);
    std::vector<Facet> neighbors;
    for (std::size_t k = 1; k < visible.size(); ++k) {
      const double distance = sites_[visible[k]] - sites_[visible[k - 1]];
      neighbors.push_back({visible[k - 1], visible[k], 1.0 / (distance * distance)});
    }
    auto state = std::make_shared<State>(std::move(weights), std::move(neighbors));
    return under({std::move(state), {}, std::move(of_source), {}}, blend);
  }
  Evaluation under(Evaluation evaluation, Blend blend) const override {
    evaluation.of_blend = {};
    if (blend.blur > 0.0) {
      const auto& smooth = static_cast<const LineDensity&>(*blend.smooth);
      evaluation.of_blend =
          blended(evaluation.of_source, measured(evaluation.weights(), smooth), blend.blur);
    }
    evaluation.blend = std::move(blend);
    return evaluation;
  }
  /// Each weight is raised, by little more at a time, until the cell has its mass.
  std::optional<Evaluation> repair(const Evaluation& evaluation, std::span<const Index> underfilled,
                                   const HiddenCells& hidden) const override {
    if (!can_repair) return std::nullopt;
    std::vector<double> weights = evaluation.weights();
    for (const Index k : underfilled.first(std::min(underfilled.size(), most_repaired_at_once))) {
      const double before = weights[k];
      for (double raise = 1e-9; raise < 10.0; raise *= 1.01) {
        weights[k] = before + raise;
        if (measured(weights, density_).masses[k] >= hidden.wanted[k]) break;
      }
    }
    return measure(std::move(weights), nullptr, evaluation.blend, hidden);
  }
  std::unique_ptr<ScaleSpace> scale_space(std::span<const double> /*targets*/) const override {
    if (!has_scale_space) return nullptr;
    return std::make_unique<Scales>(density_);
  }
  std::unique_ptr<CoarserCells> coarser(std::span<const double> targets) const override {
    if (cell_count() < fewest_to_pair) return nullptr;
    return std::make_unique<Pairs>(*this, targets);
  }

  /// The solution: borders lie where the cumulative density is the sum of the targets before.
  /// `quantile` is its inverse. Weights are up to a constant, the first of them 0.
  std::vector<double> exact_weights(std::span<const double> targets,
                                    const std::function<double(double)>& quantile) const {
    std::vector<double> weights{0.0};
    double sum = 0.0;
    for (std::size_t k = 1; k < sites_.size(); ++k) {
      const double border = quantile(sum += targets[k - 1]), y = sites_[k - 1], z = sites_[k];
      weights.push_back(weights.back() + z * z - y * y - 2.0 * border * (z - y));
    }
    return weights;
  }

 private:
  class State final : public CellState {
   public:
    State(std::vector<double> weights, std::vector<Facet> neighbors)
        : weights_(std::move(weights)), neighbors_(std::move(neighbors)) {}
    const std::vector<double>& weights() const override { return weights_; }
    std::vector<Facet> neighbors() const override { return neighbors_; }

   private:
    std::vector<double> weights_;
    std::vector<Facet> neighbors_;
  };

  /// Neighbouring sites in pairs; an odd one at the end stays alone. The cells of a pair share out
  /// its cell in halves.
  class Pairs final : public CoarserCells {
   public:
    Pairs(const IntervalEngine& finer, std::span<const double> targets)
        : finer_(finer),
          engine_(std::make_unique<IntervalEngine>(barycenters(finer.sites_, targets),
                                                   finer.density_)) {
      engine_->fewest_to_pair = finer.fewest_to_pair;
    }
    const CellEngine& engine() const override { return *engine_; }
    const Targets& targets() const override { return targets_; }
    std::vector<double> prolonged(const Evaluation& evaluation) const override {
      const Index last = engine_->cell_count() - 1;
      std::vector<double> borders;
      double begin = 0.0;
      for (Index k = 0; k <= last; ++k) {
        const double end = k < last ? engine_->border(evaluation.weights(), k, k + 1) : 1.0;
        borders.push_back(0.5 * (begin + end));
        borders.push_back(end);
        begin = end;
      }
      std::vector<double> weights{0.0};
      for (Index k = 1; k < finer_.cell_count(); ++k) {
        const double y = finer_.sites_[k - 1], z = finer_.sites_[k];
        weights.push_back(weights.back() + z * z - y * y - 2.0 * borders[k - 1] * (z - y));
      }
      return weights;
    }

   private:
    std::vector<double> barycenters(const std::vector<double>& sites,
                                    std::span<const double> targets) {
      std::vector<double> result;
      for (std::size_t k = 0; k < sites.size(); k += 2) {
        const bool has_next = k + 1 < sites.size();
        const double next = has_next ? targets[k + 1] : 0.0, mass = targets[k] + next;
        result.push_back((targets[k] * sites[k] + next * sites[k + has_next]) / mass);
        targets_.masses.push_back(mass);
      }
      return result;
    }

    const IntervalEngine& finer_;
    Targets targets_;
    std::unique_ptr<IntervalEngine> engine_;
  };

  /// From the uniform density, half of the way to the density at a time.
  class Scales final : public ScaleSpace {
   public:
    explicit Scales(const LineDensity& density) : density_(density) {}
    bool is_flat() const override {
      return density_.value(0.1) == 1.0 && density_.value(0.6) == 1.0;
    }
    std::shared_ptr<const SmoothSource> present() const override {
      return std::make_shared<LineDensity>(smoothed(density_, share_));
    }
    bool sharpen() override { return share_ > 0.1 ? (share_ *= 0.5, true) : false; }

   private:
    LineDensity density_;
    double share_ = 1.0;
  };

  /// Where the power of site j gets less than that of site i < j.
  double border(const std::vector<double>& w, Index i, Index j) const {
    const double y = sites_[i], z = sites_[j];
    return 0.5 * (y + z) - 0.5 * (w[j] - w[i]) / (z - y);
  }
  /// The sites with a cell on the whole line, in order.
  std::vector<Index> envelope(const std::vector<double>& w) const {
    std::vector<Index> result;
    for (Index k = 0; k < cell_count(); ++k) {
      while (result.size() > 1 &&
             border(w, result[result.size() - 2], result.back()) >= border(w, result.back(), k)) {
        result.pop_back();
      }
      result.push_back(k);
    }
    return result;
  }
  CellMeasures measured(const std::vector<double>& w, const LineDensity& density) const {
    CellMeasures result;
    result.masses.assign(sites_.size(), 0.0);
    const std::vector<Index> visible = envelope(w);
    double begin = 0.0;
    for (std::size_t k = 0; k < visible.size(); ++k) {
      const Index i = visible[k], j = k + 1 < visible.size() ? visible[k + 1] : kNone;
      const double end = j == kNone ? 1.0 : std::clamp(border(w, i, j), 0.0, 1.0);
      result.masses[i] = density.cumulative(end) - density.cumulative(begin);
      if (0.0 < end && end < 1.0) {
        result.facets.push_back({i, j, density.value(end) / (2.0 * (sites_[j] - sites_[i]))});
      }
      begin = end;
    }
    return result;
  }

  std::vector<double> sites_;
  LineDensity density_;
};

/// From the engine's own start, with a solver for the systems of facets.
inline NewtonResult solve_with(LinearSolver& solver, const CellEngine& engine,
                               const Targets& targets, const NewtonSettings& settings = {}) {
  FacetSystem system(solver, engine.growth_dimension(), settings.tol, settings.interrupt);
  return solve(engine, targets, {}, settings, system);
}

}  // namespace brenier::testing
