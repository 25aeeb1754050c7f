#include "brenier/linalg/components.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "brenier/linalg/adaptive_solver.hpp"
#include "inputs/laplacians.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

struct Edge {
  Index i;
  Index j;
  double conductance;
};

GraphLaplacian laplacian_of(Index size, const std::vector<Edge>& edges) {
  std::vector<Facet> facets;
  for (const Edge& e : edges) facets.push_back({e.i, e.j, e.conductance});
  return mass_jacobian(size, facets);
}

/// A random graph with several components, and the label of each vertex by repeated spreading.
struct RandomGraph {
  GraphLaplacian laplacian;
  std::vector<Index> label;

  RandomGraph(Random& random, Index size, int edge_count) {
    std::vector<Edge> edges;
    for (int k = 0; k < edge_count; ++k) {
      const auto i = static_cast<Index>(random.integer(0, size - 1));
      const auto j = static_cast<Index>(random.integer(0, size - 1));
      // An edge without conductance joins nothing.
      if (i != j) edges.push_back({i, j, k % 5 == 0 ? 0.0 : random.uniform(0.1, 10.0)});
    }
    laplacian = laplacian_of(size, edges);
    label.resize(size);
    std::iota(label.begin(), label.end(), 0);
    for (Index round = 0; round < size; ++round) {
      for (const Edge& e : edges) {
        if (e.conductance > 0.0) label[e.i] = label[e.j] = std::min(label[e.i], label[e.j]);
      }
    }
  }
};

TEST_CASE("components are the classes of vertices that edges with conductance join") {
  Random random(41);
  for (const int edge_count : {0, 5, 30, 60, 400}) {
    const RandomGraph graph(random, 60, edge_count);
    const Components components(graph.laplacian);
    std::vector<Index> component(60, kNone);
    for (Index c = 0; c < components.count(); ++c) {
      CHECK(std::is_sorted(components[c].begin(), components[c].end()));
      for (std::size_t k = 0; k < components[c].size(); ++k) {
        const Index i = components[c][k];
        CHECK(component[i] == kNone);
        component[i] = c;
        CHECK(components.place[i] == static_cast<Index>(k));
      }
    }
    for (Index i = 0; i < 60; ++i) {
      for (Index j = 0; j < 60; ++j) {
        CHECK((component[i] == component[j]) == (graph.label[i] == graph.label[j]));
      }
    }
  }
}

TEST_CASE("a system is solved component by component - with mean zero on each") {
  Random random(42);
  AdaptiveSolver solver;
  for (const int edge_count : {0, 30, 60, 90}) {
    const RandomGraph graph(random, 60, edge_count);
    const GraphLaplacian& l = graph.laplacian;
    const Components components(l);
    // An image of L: sum zero on every component.
    const std::vector<double> potential = random.numbers(60, -1, 1);
    const std::vector<double> b = image(l, potential);
    const std::vector<double> x = solve_by_components(solver, l, components, b, 1e-12, {});
    for (Index c = 0; c < components.count(); ++c) {
      double mean = 0.0, mean_potential = 0.0;
      for (const Index i : components[c]) {
        mean += x[i];
        mean_potential += potential[i] / static_cast<double>(components[c].size());
      }
      CHECK(std::abs(mean) < 1e-12);
      for (const Index i : components[c])
        CHECK(std::abs(x[i] + mean_potential - potential[i]) < 1e-11);
    }
  }
}

}  // namespace
}  // namespace brenier
