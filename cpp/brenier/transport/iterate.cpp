#include "brenier/transport/iterate.hpp"

#include "brenier/measure/revival.hpp"
#include "brenier/transport/growth.hpp"

namespace brenier {

Iterate Evaluator::evaluate(RegularTriangulation triangulation) {
  ++evaluations_;
  check(*interrupt_);
  const PowerDiagram diagram(triangulation, problem_->domain(), workers_);
  check(*interrupt_);
  CellMeasures measures = dual_.measures(diagram, workers_);
  std::vector<Segment> boundary = diagram.boundary();
  return {std::move(triangulation), std::move(measures), std::move(boundary)};
}

Evaluator::Revived Evaluator::revive(RegularTriangulation triangulation, const Patience& patience,
                                     const std::vector<double>& wanted, const Demand& demand) {
  constexpr double kStragglers = 8.0;  // so many starving cells are never too many after a pass
  double most_starving = patience.most_starving;
  if (triangulation.hidden_count() > most_starving) return {};
  std::vector<double> wanted_areas(wanted);
  for (double& area : wanted_areas) area *= problem_->domain().polygon().area();
  for (int pass = 0; pass < patience.passes; ++pass) {
    if (triangulation.has_hidden_sites()) {
      triangulation =
          hidden_sites_raised(triangulation, problem_->domain(), wanted_areas, *interrupt_);
    }
    Iterate next = evaluate(std::move(triangulation));
    if (squared_distance(next.masses(), problem_->masses) > demand.farthest) {
      return {std::nullopt, true};
    }
    const std::vector<Index> starving = starving_sites(next.masses(), demand.least_part);
    if (starving.empty()) return {std::move(next), false};
    const double count = static_cast<double>(starving.size());
    if (count > most_starving) return {};
    most_starving = std::max(kStragglers, patience.most_again * count);
    auto raised = next.triangulation.reweighted(
        starving_sites_raised(next.triangulation, problem_->domain(), next.boundary, next.measures,
                              starving, wanted, *interrupt_),
        patience.most_hidden, workers_, *interrupt_);
    if (!raised) return {};
    triangulation = *std::move(raised);
  }
  return {};
}

std::vector<Index> Evaluator::starving_sites(const std::vector<double>& masses,
                                             double least_part) const {
  std::vector<Index> result;
  for (std::size_t k = 0; k < masses.size(); ++k) {
    if (masses[k] > 0.0 && masses[k] >= least_part * problem_->masses[k]) continue;
    result.push_back(static_cast<Index>(k));
  }
  return result;
}

}  // namespace brenier
