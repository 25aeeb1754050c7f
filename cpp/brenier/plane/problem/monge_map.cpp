#include "brenier/plane/problem/monge_map.hpp"

namespace brenier {

std::shared_ptr<const PowerDiagram> transport_diagram(const PlanarProblem& problem,
                                                      std::span<const double> point_weights,
                                                      int workers,
                                                      const CheckInterrupt& interrupt) {
  return std::make_shared<const PowerDiagram>(problem.frame, problem.sites,
                                              problem.to_groups(point_weights), problem.source,
                                              workers, interrupt);
}

std::vector<double> site_weights(const PlanarProblem& problem,
                                 std::span<const double> point_weights) {
  std::vector<double> masses(problem.sites.size(), 0.0);
  for (Index g = 0; g < problem.sites.size(); ++g) {
    const Index p = problem.point_of[g];
    if (p != kNone) masses[g] = problem.targets.masses[p];
  }
  const std::vector<double> of_groups = problem.frame.weights_from_local(
      problem.sites.points, problem.to_groups(point_weights), masses);
  std::vector<double> result;
  result.reserve(problem.sites.group.size());
  for (const Index g : problem.sites.group) result.push_back(of_groups[g]);
  return result;
}

}  // namespace brenier
