// CGAL's triangulations are under the GPL: a program that has this file in it, or loads the library
// made of it, is GPL as a whole, and is in no wheel.
#include "cgal_build.hpp"

#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>
#include <CGAL/Regular_triangulation_2.h>

#include <optional>
#include <vector>

#include "stopwatch.hpp"

using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;
using Triangulation = CGAL::Regular_triangulation_2<Kernel>;

void cgal_build(const double* points, const double* weights, std::int64_t n,
                CgalBuild* result) noexcept {
  std::vector<Triangulation::Weighted_point> weighted;
  weighted.reserve(n);
  for (std::int64_t k = 0; k < n; ++k) {
    weighted.emplace_back(Kernel::Point_2(points[2 * k], points[2 * k + 1]),
                          weights ? weights[k] : 0.0);
  }
  std::optional<Triangulation> triangulation;
  brenier::bench::Stopwatch stopwatch;
  stopwatch.time([&] { triangulation.emplace(weighted.begin(), weighted.end()); });
  *result = {stopwatch.wall_seconds(), stopwatch.cpu_seconds(),
             static_cast<std::int64_t>(triangulation->number_of_vertices())};
}
