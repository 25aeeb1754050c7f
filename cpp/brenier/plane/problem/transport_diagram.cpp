#include "brenier/plane/problem/transport_diagram.hpp"

namespace brenier {

std::shared_ptr<const PowerDiagram> transport_diagram(const PlanarProblem& problem,
                                                      std::span<const double> point_weights,
                                                      int workers,
                                                      const CheckInterrupt& interrupt) {
  return std::make_shared<const PowerDiagram>(problem.frame, problem.sites,
                                              problem.to_groups(point_weights), problem.source,
                                              workers, interrupt);
}

}  // namespace brenier
