// The questions that Newton's method asks of whoever knows the cells.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "brenier/waist/cell_measures.hpp"
#include "brenier/waist/targets.hpp"

namespace brenier {

/// A source that is smoother than the engine's own. What it is, its engine alone knows.
class SmoothSource {
 public:
  virtual ~SmoothSource() = default;
};

/// The density under which cells are measured: (1 - blur) · the source + blur · a smooth source.
struct Blend {
  double blur = 0.0;
  std::shared_ptr<const SmoothSource> smooth = nullptr;  // null if blur is 0
};

/// Smooth sources at ever finer scales, the first of them uniform, which lead to the engine's own.
class ScaleSpace {
 public:
  virtual ~ScaleSpace() = default;

  /// Is the source as smooth as the first of them, so that nothing leads from one to the other?
  virtual bool is_flat() const = 0;
  virtual std::shared_ptr<const SmoothSource> present() const = 0;
  /// Goes to the next finer scale; false, and nothing happens, at the finest.
  virtual bool sharpen() = 0;
};

/// What an engine keeps of weights that it has measured: a triangulation, for instance.
class CellState {
 public:
  virtual ~CellState() = default;
  virtual const std::vector<double>& weights() const = 0;
  /// Cells that would meet if the density were positive everywhere. Their conductance is the square
  /// of how far their facet moves, up to a factor that all share, for a difference of weights.
  virtual std::vector<Facet> neighbors() const = 0;
};

/// Weights, and what their cells measure. Masses are 0 or more, and sum to 1 but for rounding;
/// facets are between different cells, with finite conductances of 0 or more.
struct Evaluation {
  std::shared_ptr<const CellState> state;
  Blend blend;
  CellMeasures of_source;
  CellMeasures of_blend;  // empty if the blend is the source

  const std::vector<double>& weights() const { return state->weights(); }
  /// Under the blend.
  const CellMeasures& measures() const { return blend.blur > 0.0 ? of_blend : of_source; }
  const std::vector<double>& masses() const { return measures().masses; }
};

/// Weights to start from, and how many underfilled cells may be repaired to make a start of them.
struct StartProposal {
  std::vector<double> weights;
  double most_repaired;  // a part of all cells; 0 to take the weights as they are
  double part;           // of its target mass that a repaired cell is given
};

/// What is done about cells that are hidden: empty whatever the source is.
struct HiddenCells {
  Index most;                      // with more of them, nothing is measured
  std::span<const double> wanted;  // the masses that raising them aims at; if empty, none is raised
};

class CellEngine;

/// Fewer cells that stand for those of an engine: its sites in groups of neighbours, with their
/// masses added.
class CoarserCells {
 public:
  virtual ~CoarserCells() = default;

  virtual const CellEngine& engine() const = 0;
  virtual const Targets& targets() const = 0;
  /// Weights of the finer cells with which they share out the fewer ones of an evaluation, about.
  virtual std::vector<double> prolonged(const Evaluation& evaluation) const = 0;
};

/// Measures the cells of weights. Engines keep the source, the sites and how cells are found behind
/// this interface; newton/ knows nothing else of them. They are asked on one thread, with
/// evaluations and smooth sources of their own making; they look for an interruption themselves,
/// whose exception passes through.
class CellEngine {
 public:
  virtual ~CellEngine() = default;

  virtual Index cell_count() const = 0;
  /// d, if a cell that has just appeared has a mass of the order of t^d when its weight has risen
  /// by t more.
  virtual int growth_dimension() const = 0;

  /// Proposes weights for a start under a blend, best first, until one is accepted. The last
  /// proposal is to be taken as it is, and can be measured.
  virtual void propose_starts(std::span<const double> targets, const Blend& blend,
                              const std::function<bool(StartProposal)>& is_accepted) const = 0;

  /// A start for a source that is too rough for those, which takes more time than a few steps;
  /// nullopt if the engine has none.
  virtual std::optional<StartProposal> rough_start(std::span<const double> targets) const = 0;

  /// Measures the cells of weights, after raising the weights of those that are hidden; `near` is
  /// an evaluation with weights near by, or null. nullopt if more cells are hidden than `hidden`
  /// allows, or if the weights cannot be worked with.
  virtual std::optional<Evaluation> measure(std::vector<double> weights, const Evaluation* near,
                                            const Blend& blend,
                                            const HiddenCells& hidden) const = 0;
  /// The same weights under another blend.
  virtual Evaluation under(Evaluation evaluation, Blend blend) const = 0;
  /// Raises the weights of underfilled cells, and of those that this hides, for the masses wanted,
  /// and lowers none. nullopt if the engine cannot help one of them, or if more cells than `hidden`
  /// allows are hidden.
  virtual std::optional<Evaluation> repair(const Evaluation& evaluation,
                                           std::span<const Index> underfilled,
                                           const HiddenCells& hidden) const = 0;

  /// Smooth sources that lead to the source, for cells with these masses; null if the engine has
  /// none.
  virtual std::unique_ptr<ScaleSpace> scale_space(std::span<const double> targets) const = 0;

  /// Fewer cells under the same source, for cells with these masses; null if the engine has none,
  /// or not so many cells that it would be worth the while.
  virtual std::unique_ptr<CoarserCells> coarser(std::span<const double> targets) const = 0;
};

}  // namespace brenier
