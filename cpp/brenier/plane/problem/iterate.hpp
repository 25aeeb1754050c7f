// Where Newton's method stands: weights, and what their power diagram says.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "brenier/newton/kantorovich_dual.hpp"

namespace brenier {

/// The density under which an iterate is judged: the source, in which a background has some share.
struct Blend {
  double share = 0.0;
  std::shared_ptr<const Density> background = nullptr;  // on a rectangle; unless the share is 0
};

/// Weights, and what their cells measure.
struct Iterate {
  RegularTriangulation triangulation;
  Blend blend;
  CellMeasures of_source;
  CellMeasures of_background;     // empty if the background has no share
  CellMeasures of_blend;          // likewise
  std::vector<Segment> boundary;  // who owns the boundary: the background's if it has a share

  const std::vector<double>& weights() const { return triangulation.weights(); }
  /// Under the blend.
  const CellMeasures& measures() const { return blend.share > 0.0 ? of_blend : of_source; }
  const std::vector<double>& masses() const { return measures().masses; }
};

/// How long to go on reviving cells.
struct Patience {
  Index most_underfilled;  // cells to begin with
  Index most_hidden;       // sites that the raising of others may hide
  double most_again;       // underfilled cells after a pass, of those before
  int passes;              // each costs a diagram
};

/// What is asked of an iterate with revived cells.
struct Demand {
  double least_part;  // of its target mass, that every cell has; none may be empty
  double farthest;    // squared_distance of the masses from the targets
};

/// Makes iterates of triangulations of a problem's points, and counts the diagrams.
class Evaluator {
 public:
  /// Keeps views of problem and interrupt, which have to live as long.
  Evaluator(const Problem& problem, int workers, const CheckInterrupt& interrupt)
      : problem_(&problem), dual_(problem), workers_(workers), interrupt_(&interrupt) {}

  Iterate evaluate(RegularTriangulation triangulation, const Blend& blend);
  /// The same weights under another blend.
  Iterate reevaluate(Iterate iterate, const Blend& blend);

  struct Revived {
    std::optional<Iterate> iterate;  // nothing if the demand was not met in time
    bool is_too_far = false;         // was the distance the reason?
  };
  /// The iterate of a triangulation, in which a few underfilled cells, with less than the least part of
  /// their target masses, are given about the masses `wanted` by raising the weights of their sites.
  Revived revive(RegularTriangulation triangulation, const Blend& blend, const Patience& patience,
                 const std::vector<double>& wanted, const Demand& demand);

  int evaluations() const { return evaluations_; }

 private:
  void measure_background(Iterate& iterate) const;
  std::vector<Index> underfilled_cells(const std::vector<double>& masses, double least_part) const;

  const Problem* problem_;
  KantorovichDual dual_;
  int workers_;
  const CheckInterrupt* interrupt_;
  int evaluations_ = 0;
};

}  // namespace brenier
