// Medians of wall-clock and of processor time.
#pragma once

#include <algorithm>
#include <chrono>
#include <ctime>
#include <vector>

namespace brenier::bench {

/// What repeated runs of one thing took. On a quiet machine and one thread both times agree; where
/// other programs share the processor, the second is the better witness.
class Stopwatch {
 public:
  template <class Run>
  void time(Run&& run) {
    const std::clock_t cpu = std::clock();
    const auto wall = std::chrono::steady_clock::now();
    run();
    const double cpu_seconds = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
    add(std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count(),
        cpu_seconds);
  }

  /// A run that was timed elsewhere.
  void add(double wall_seconds, double cpu_seconds) {
    wall_.push_back(wall_seconds);
    cpu_.push_back(cpu_seconds);
  }

  double wall_seconds() const { return median(wall_); }
  double cpu_seconds() const { return median(cpu_); }

 private:
  static double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
  }

  std::vector<double> wall_;
  std::vector<double> cpu_;
};

}  // namespace brenier::bench
