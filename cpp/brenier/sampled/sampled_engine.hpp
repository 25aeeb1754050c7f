// An engine without geometry: the cells of a sample, whose borders are soft.
#pragma once

#include "brenier/sampled/sample_lists.hpp"
#include "brenier/sampled/smoothed_cells.hpp"
#include "brenier/waist/cell_engine.hpp"

namespace brenier {

/// Its weights are heights of sites, up to what all sites share and what depends on a site alone.
/// It has no facets: a SampledSystem finds directions. It keeps views of lists and interrupt, which
/// have to live as long.
class SampledEngine final : public CellEngine {
 public:
  SampledEngine(const SampleLists& lists, double smoothing, int workers,
                const CheckInterrupt& interrupt)
      : lists_(lists), smoothing_(smoothing), workers_(workers), interrupt_(interrupt) {}

  Index cell_count() const override { return lists_.sites().count(); }
  /// A guess: smoothed masses begin like an exponential, hard ones like no power that matters.
  int growth_dimension() const override { return 2; }
  double smoothing() const { return smoothing_; }
  int workers() const { return workers_; }
  const CheckInterrupt& interrupt() const { return interrupt_; }

  /// The heights of the lists, those of underfilled cells raised.
  void propose_starts(std::span<const double> targets, const Blend& blend,
                      const std::function<bool(StartProposal)>& is_accepted) const override;
  std::optional<StartProposal> rough_start(std::span<const double> /*targets*/) const override {
    return std::nullopt;
  }
  /// nullopt if heights have moved so far that too many lists may be too short.
  std::optional<Evaluation> measure(std::vector<double> weights, const Evaluation* near,
                                    const Blend& blend, const HiddenCells& hidden) const override;
  Evaluation under(Evaluation evaluation, Blend /*blend*/) const override { return evaluation; }
  /// By what brings a cell its mass while all others stay: ε log of what it lacks, as a factor.
  std::optional<Evaluation> repair(const Evaluation& evaluation, std::span<const Index> underfilled,
                                   const HiddenCells& hidden) const override;
  std::unique_ptr<ScaleSpace> scale_space(std::span<const double> /*targets*/) const override {
    return nullptr;
  }
  std::unique_ptr<CoarserCells> coarser(std::span<const double> /*targets*/) const override {
    return nullptr;
  }

  /// What it has measured, with soft borders.
  static const SmoothedCells& cells_of(const Evaluation& evaluation);

 private:
  SmoothedCells measured(std::span<const double> heights) const {
    return {lists_, heights, smoothing_, workers_, interrupt_};
  }

  const SampleLists& lists_;
  double smoothing_;
  int workers_;
  const CheckInterrupt& interrupt_;
};

}  // namespace brenier
