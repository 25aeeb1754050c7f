#include "brenier/linalg/components.hpp"

#include <algorithm>

namespace brenier {
namespace {

/// The rows and columns of one component.
GraphLaplacian restricted(const GraphLaplacian& laplacian, const Components& components, Index c) {
  GraphLaplacian result;
  result.row_begin.push_back(0);
  for (const Index i : components[c]) {
    for (Index at = laplacian.row_begin[i]; at < laplacian.row_begin[i + 1]; ++at) {
      if (!(laplacian.conductances[at] > 0.0)) continue;  // may lead to another component
      result.columns.push_back(components.place[laplacian.columns[at]]);
      result.conductances.push_back(laplacian.conductances[at]);
    }
    result.row_begin.push_back(static_cast<Index>(result.columns.size()));
  }
  return result;
}

}  // namespace

Components::Components(const GraphLaplacian& laplacian) : place(laplacian.size(), kNone) {
  begin.push_back(0);
  for (Index first = 0; first < laplacian.size(); ++first) {
    if (place[first] != kNone) continue;
    place[first] = 0;
    vertices.push_back(first);
    for (std::size_t next = vertices.size() - 1; next < vertices.size(); ++next) {
      const Index i = vertices[next];
      for (Index at = laplacian.row_begin[i]; at < laplacian.row_begin[i + 1]; ++at) {
        const Index j = laplacian.columns[at];
        if (place[j] != kNone || !(laplacian.conductances[at] > 0.0)) continue;
        place[j] = 0;
        vertices.push_back(j);
      }
    }
    std::sort(vertices.begin() + begin.back(), vertices.end());
    for (std::size_t k = begin.back(); k < vertices.size(); ++k) {
      place[vertices[k]] = static_cast<Index>(k) - begin.back();
    }
    begin.push_back(static_cast<Index>(vertices.size()));
  }
}

std::vector<double> solve_by_components(LinearSolver& solver, const GraphLaplacian& laplacian,
                                        const Components& components, std::span<const double> b,
                                        double tolerance, const CheckInterrupt& interrupt) {
  std::vector<double> result(b.size());
  for (Index c = 0; c < components.count(); ++c) {
    const std::span<const Index> vertices = components[c];
    std::vector<double> rhs;
    rhs.reserve(vertices.size());
    for (const Index i : vertices) rhs.push_back(b[i]);
    const std::vector<double> x =
        solver.solve(restricted(laplacian, components, c), rhs, tolerance, interrupt);
    for (std::size_t k = 0; k < vertices.size(); ++k) result[vertices[k]] = x[k];
  }
  return result;
}

}  // namespace brenier
