// Sites in space, and small questions about their diagrams.
#pragma once

#include <memory>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "brenier/double_double.hpp"
#include "brenier/space/measure/power_diagram.hpp"

namespace brenier::space::testing {

inline std::shared_ptr<const Source> unit_cube() {
  return std::make_shared<const Source>(Source::box({0, 0, 0}, {1, 1, 1}));
}

inline std::vector<Point> random_points(int count, unsigned seed, Point low = {0, 0, 0},
                                        Point high = {1, 1, 1}) {
  std::mt19937_64 random(seed);
  const auto between = [&](double a, double b) {
    return a + (b - a) * (static_cast<double>(random() >> 11) * 0x1p-53);
  };
  std::vector<Point> result;
  for (int k = 0; k < count; ++k) {
    const double x = between(low.x, high.x), y = between(low.y, high.y);
    result.push_back({x, y, between(low.z, high.z)});
  }
  return result;
}

inline std::vector<double> random_weights(int count, unsigned seed, double size) {
  std::vector<double> result;
  for (const Point p : random_points(count, seed)) result.push_back(size * p.x);
  return result;
}

/// count³ sites in the middles of equal cubes.
inline std::vector<Point> lattice(int count) {
  std::vector<Point> result;
  for (int a = 0; a < count; ++a) {
    for (int b = 0; b < count; ++b) {
      for (int c = 0; c < count; ++c) {
        result.push_back({(a + 0.5) / count, (b + 0.5) / count, (c + 0.5) / count});
      }
    }
  }
  return result;
}

inline double exact_sum(const std::vector<double>& numbers) {
  DoubleDouble sum;
  for (const double x : numbers) sum = sum + DoubleDouble{x, 0.0};
  return static_cast<double>(sum);
}

/// Volume of a polyhedron with faces counter-clockwise.
inline double volume_of(const Polyhedron& cell) {
  double volume = 0.0;
  for (const auto& face : cell.faces) {
    const Point apex = cell.vertices[0], a = cell.vertices[face[0]] - apex;
    for (std::size_t k = 2; k < face.size(); ++k) {
      volume += dot(a, cross(cell.vertices[face[k - 1]] - apex, cell.vertices[face[k]] - apex)) / 6;
    }
  }
  return volume;
}

inline std::set<std::pair<Index, Index>> pairs_of(const FacetTable& facets) {
  std::set<std::pair<Index, Index>> result;
  for (const auto& [i, j] : facets.sites) result.emplace(i, j);
  return result;
}

inline std::vector<int> neighbor_counts(const FacetTable& facets, Index site_count) {
  std::vector<int> result(site_count);
  for (const auto& [i, j] : facets.sites) {
    ++result[i];
    ++result[j];
  }
  return result;
}

}  // namespace brenier::space::testing
