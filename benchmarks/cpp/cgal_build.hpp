// The unit in which the benchmarks count: one build of the regular triangulation by CGAL.
#pragma once

#include <cstdint>

#if defined(_WIN32)
#define BRENIER_BENCH_EXPORT __declspec(dllexport)
#else
#define BRENIER_BENCH_EXPORT __attribute__((visibility("default")))
#endif

extern "C" {

struct CgalBuild {
  double wall_seconds;
  double cpu_seconds;
  std::int64_t vertices;  // the sites that are not hidden
};

/// Builds the triangulation of n points, x and y in turn, with weights or, if those are null,
/// without: a range insertion, spatial sort included. The seconds are of that alone, neither of
/// converting the points before nor of freeing the triangulation afterwards. From Python by ctypes,
/// so that the unit is measured in the same process as what is counted in it.
BRENIER_BENCH_EXPORT void cgal_build(const double* points, const double* weights, std::int64_t n,
                                     CgalBuild* result) noexcept;
}
