// The questions that Newton's method asks of whoever knows the cells: the plane, space, a sample.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "brenier/waist/cell_measures.hpp"

namespace brenier {

/// A source that is smoother than the engine's own. What it is, its engine alone knows.
class SmoothSource {
 public:
  virtual ~SmoothSource() = default;
};

/// The density under which cells are measured: (1 - blur) · the source + blur · a smooth source.
struct Blend {
  double blur = 0.0;
  std::shared_ptr<const SmoothSource> smooth = nullptr;  // unless blur is 0
};

/// Smooth sources at ever finer scales, the first of them uniform, which lead to the engine's own.
class ScaleSpace {
 public:
  virtual ~ScaleSpace() = default;

  /// Is the source as smooth as the first of them, so that nothing leads from one to the other?
  virtual bool is_flat() const = 0;
  /// At the present scale.
  virtual std::shared_ptr<const SmoothSource> source() const = 0;
  /// Goes to the next finer scale; false, and nothing happens, at the finest.
  virtual bool sharpen() = 0;
};

/// What an engine keeps of weights that it has measured: a triangulation, for instance.
class CellState {
 public:
  virtual ~CellState() = default;
  virtual const std::vector<double>& weights() const = 0;
};

/// Weights, and what their cells measure.
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
  double most_repaired;  // of all cells; 0 to take the weights as they are
  double part;           // of its target mass that a repaired cell is given
};

/// What measuring may cost, and what is done for the cells that are found hidden.
struct HiddenCells {
  Index most;                      // with more of them, nothing is measured
  std::span<const double> wanted;  // the masses that they are given, about; none if empty
};

/// Measures the cells of weights. Engines keep the source, the sites and how cells are found behind this
/// interface; newton/ knows nothing else of them.
class CellEngine {
 public:
  virtual ~CellEngine() = default;

  virtual Index cell_count() const = 0;
  /// d, if a cell that has just appeared has a mass of the order of t^d when its weight has risen by t more.
  virtual int growth_dimension() const = 0;

  /// Proposes weights for a start under a blend, best first, until one is accepted; the last are to be taken
  /// as they are.
  virtual void propose_starts(std::span<const double> targets, const Blend& blend,
                              const std::function<bool(StartProposal)>& is_accepted) const = 0;

  /// Measures the cells of weights; `near` is an evaluation with weights near by, if there is one. Nothing
  /// if more cells than `hidden` allows are hidden, or if the weights cannot be worked with.
  virtual std::optional<Evaluation> measure(std::vector<double> weights, const Evaluation* near,
                                            const Blend& blend,
                                            const HiddenCells& hidden) const = 0;
  /// The same weights under another blend.
  virtual Evaluation under(Evaluation evaluation, const Blend& blend) const = 0;
  /// Raises the weights of underfilled cells, and no others, for the masses wanted. Nothing if the engine
  /// cannot help one of them, or if more cells than `hidden` allows are hidden by that.
  virtual std::optional<Evaluation> repair(const Evaluation& evaluation,
                                           std::span<const Index> underfilled,
                                           const HiddenCells& hidden) const = 0;

  /// Smooth sources that lead to the source, for cells with these masses; null if the engine has none.
  virtual std::unique_ptr<ScaleSpace> scale_space(std::span<const double> targets) const = 0;
};

}  // namespace brenier
