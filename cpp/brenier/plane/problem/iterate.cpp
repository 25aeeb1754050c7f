#include "brenier/plane/problem/iterate.hpp"

#include <algorithm>

#include "brenier/newton/growth.hpp"
#include "brenier/plane/measure/cell_repair.hpp"
#include "brenier/plane/measure/integrate.hpp"

namespace brenier {
namespace {

/// Is one of the cells empty although it has some area? It lies where the density is 0, and no small
/// raise of its site's weight will give it mass.
bool any_is_barren(const CellMeasures& measures, std::span<const Index> cells) {
  std::vector<char> has_area(measures.masses.size(), 0);
  for (const Facet& f : measures.facets) has_area[f.i] = has_area[f.j] = 1;
  return std::any_of(cells.begin(), cells.end(),
                     [&](Index k) { return measures.masses[k] == 0.0 && has_area[k]; });
}

}  // namespace

Iterate Evaluator::evaluate(RegularTriangulation triangulation, const Blend& blend) {
  ++evaluations_;
  const CellBoundaries diagram(triangulation, problem_->domain(), workers_, *interrupt_);
  CellMeasures measures = dual_.measures(diagram, workers_, *interrupt_);
  std::vector<Segment> boundary = diagram.boundary();
  Iterate result{std::move(triangulation), blend, std::move(measures), {}, {}, std::move(boundary)};
  if (blend.share > 0.0) measure_background(result);
  return result;
}

Iterate Evaluator::reevaluate(Iterate iterate, const Blend& blend) {
  if (blend.share == 0.0) return evaluate(std::move(iterate.triangulation), blend);
  iterate.blend = blend;
  measure_background(iterate);
  return iterate;
}

void Evaluator::measure_background(Iterate& iterate) const {
  const Density& background = *iterate.blend.background;
  const CellBoundaries diagram(iterate.triangulation, domain_of(background), workers_, *interrupt_);
  iterate.of_background =
      measure_cells(diagram, problem_->points, background, workers_, *interrupt_);
  iterate.of_blend = blended(iterate.of_source, iterate.of_background, iterate.blend.share);
  iterate.boundary = diagram.boundary();
}

Evaluator::Revived Evaluator::revive(RegularTriangulation triangulation, const Blend& blend,
                                     const Patience& patience, const std::vector<double>& wanted,
                                     const Demand& demand) {
  constexpr double kStragglers = 8.0;  // so many underfilled cells are never too many after a pass
  double most_underfilled = patience.most_underfilled;
  if (triangulation.hidden_count() > most_underfilled) return {};
  const DomainIndex& domain = blend.share > 0.0 ? domain_of(*blend.background) : problem_->domain();
  std::vector<double> wanted_areas(wanted);
  for (double& area : wanted_areas) area *= domain.polygon().area();
  for (int pass = 0; pass < patience.passes; ++pass) {
    if (triangulation.has_hidden_sites()) {
      triangulation = hidden_sites_raised(triangulation, domain, wanted_areas, *interrupt_);
    }
    Iterate next = evaluate(std::move(triangulation), blend);
    if (squared_distance(next.masses(), problem_->masses) > demand.farthest) {
      return {std::nullopt, true};
    }
    const std::vector<Index> underfilled = underfilled_cells(next.masses(), demand.least_part);
    if (underfilled.empty()) return {std::move(next), false};
    const double count = static_cast<double>(underfilled.size());
    if (count > most_underfilled || any_is_barren(next.measures(), underfilled)) return {};
    most_underfilled = std::max(kStragglers, patience.most_again * count);
    auto raised = next.triangulation.reweighted(
        underfilled_sites_raised(next.triangulation, domain, next.boundary, next.measures(),
                                 underfilled, wanted, *interrupt_),
        patience.most_hidden, workers_, *interrupt_);
    if (!raised) return {};
    triangulation = *std::move(raised);
  }
  return {};
}

std::vector<Index> Evaluator::underfilled_cells(const std::vector<double>& masses,
                                                double least_part) const {
  std::vector<Index> result;
  for (std::size_t k = 0; k < masses.size(); ++k) {
    if (masses[k] > 0.0 && masses[k] >= least_part * problem_->masses[k]) continue;
    result.push_back(static_cast<Index>(k));
  }
  return result;
}

}  // namespace brenier
