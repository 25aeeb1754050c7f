// Sums over samples, in parts that do not depend on the number of threads.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "brenier/parallel.hpp"

namespace brenier {

inline constexpr Index kSampleChunks = 16;

/// Calls task(chunk, begin, end) for consecutive ranges of samples.
template <class Task>
void for_sample_chunks(std::int64_t count, int workers, Task&& task,
                       const CheckInterrupt& interrupt = {}) {
  const auto border = [&](Index chunk) { return count * chunk / kSampleChunks; };
  parallel_for(
      workers, kSampleChunks, [&](Index chunk) { task(chunk, border(chunk), border(chunk + 1)); },
      interrupt);
}

/// A number for each cell, of each chunk; and their sums.
class ChunkSums {
 public:
  explicit ChunkSums(Index cells) : cells_(cells), of_chunk_(kSampleChunks) {}

  /// Zeros, to begin with; asked for once by each chunk.
  std::vector<double>& of(Index chunk) {
    of_chunk_[chunk].assign(cells_, 0.0);
    return of_chunk_[chunk];
  }
  /// In the order of the chunks.
  void add_to(std::span<double> result, double factor) const {
    for (const std::vector<double>& sums : of_chunk_) {
      for (std::size_t i = 0; i < sums.size(); ++i) result[i] += factor * sums[i];
    }
  }

 private:
  Index cells_;
  std::vector<std::vector<double>> of_chunk_;
};

}  // namespace brenier
