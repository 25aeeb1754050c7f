#include "brenier/plane/problem/starts.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "brenier/plane/problem/moment_weights.hpp"
#include "brenier/plane/problem/similarity_weights.hpp"

namespace brenier {
namespace {

// Of all cells, how many are revived: if more are empty, other weights are better. Of its target mass, what
// a revived cell is given. Of zero weights, which are the last resort but one, many are revived with care.
constexpr double kFew = 0.1, kPart = 0.25;
constexpr double kMany = 0.5, kLittle = 0.05;

}  // namespace

std::optional<Iterate> Starts::given(std::vector<double> weights, const Blend& blend) {
  if (weights.empty() || !can_be_worked_with(weights)) return std::nullopt;
  return revived(std::move(weights), blend, kFew, kPart);
}

Iterate Starts::own(const Blend& blend) {
  const Density& density = blend.share > 0.0 ? *blend.background : problem_.source->density;
  const DomainIndex& domain = domain_of(density);
  std::vector<double> matched = moment_weights(problem_.points, problem_.masses,
                                               mean_covariance(density, interrupt_), domain);
  if (!matched.empty()) {
    if (auto found = revived(std::move(matched), blend, kFew, kPart)) return *std::move(found);
  }
  if (problem_.frame.is_shared()) {
    std::vector<double> zero(problem_.points.size(), 0.0);
    if (auto voronoi = revived(std::move(zero), blend, kMany, kLittle)) return *std::move(voronoi);
  }
  return evaluator_.evaluate(triangulated(similarity_weights(problem_.points, domain.polygon())),
                             blend);
}

/// A start may take its time: that is well spent if it saves steps.
std::optional<Iterate> Starts::revived(std::vector<double> weights, const Blend& blend, double few,
                                       double part) {
  constexpr double kAnywhere = std::numeric_limits<double>::infinity();
  constexpr double kAgain = 1.5;
  constexpr int kPasses = 40;
  const double count = static_cast<double>(problem_.points.size());
  std::vector<double> wanted(problem_.masses);
  for (double& mass : wanted) mass *= part;
  const Patience patience{static_cast<Index>(few * count), static_cast<Index>(count), kAgain,
                          kPasses};
  return evaluator_
      .revive(triangulated(std::move(weights)), blend, patience, wanted, {0.0, kAnywhere})
      .iterate;
}

}  // namespace brenier
