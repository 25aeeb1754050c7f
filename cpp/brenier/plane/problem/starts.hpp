// Where Newton's method starts.
#pragma once

#include <optional>
#include <vector>

#include "brenier/plane/problem/iterate.hpp"

namespace brenier {

/// Tries weights in turn, until no cell is empty under a blend.
class Starts {
 public:
  /// Keeps references to all of them, which have to live as long.
  Starts(const Problem& problem, Evaluator& evaluator, const CheckInterrupt& interrupt)
      : problem_(problem), evaluator_(evaluator), interrupt_(interrupt) {}

  /// The caller's weights, after a few cells have been revived; nothing if more are empty.
  std::optional<Iterate> given(std::vector<double> weights, const Blend& blend);
  /// The first of these that works: weights that match moments; zero weights, with up to half of the cells
  /// revived; the similarity start. That may have empty cells, where the density vanishes or sites are
  /// too near to each other.
  Iterate own(const Blend& blend);

 private:
  RegularTriangulation triangulated(std::vector<double> weights) const {
    return RegularTriangulation(problem_.points, std::move(weights), interrupt_);
  }
  /// At most `few` of the cells are revived, and given a part of their target masses.
  std::optional<Iterate> revived(std::vector<double> weights, const Blend& blend, double few,
                                 double part);

  const Problem& problem_;
  Evaluator& evaluator_;
  const CheckInterrupt& interrupt_;
};

}  // namespace brenier
