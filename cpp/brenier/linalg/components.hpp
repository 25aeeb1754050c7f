// The connected components of a graph Laplacian, each of which is a Laplacian of its own.
#pragma once

#include <span>
#include <vector>

#include "brenier/linalg/linear_solver.hpp"

namespace brenier {

/// The vertices of a graph by connected components, over edges with conductance.
struct Components {
  std::vector<Index> begin;     // component c holds vertices[begin[c]] … vertices[begin[c + 1] - 1]
  std::vector<Index> vertices;  // increasing in each component
  std::vector<Index> place;     // of each vertex in its component

  explicit Components(const GraphLaplacian& laplacian);

  Index count() const { return static_cast<Index>(begin.size()) - 1; }
  std::span<const Index> operator[](Index c) const {
    return {vertices.data() + begin[c], static_cast<std::size_t>(begin[c + 1] - begin[c])};
  }
};

/// Solves L x = b component by component; x has mean zero on each, b is taken to have sum zero
/// there.
std::vector<double> solve_by_components(LinearSolver& solver, const GraphLaplacian& laplacian,
                                        const Components& components, std::span<const double> b,
                                        double tolerance, const CheckInterrupt& interrupt);

}  // namespace brenier
