// Results that are made by threads and used one after the other.
#pragma once

#include <algorithm>
#include <vector>

#include "brenier/parallel.hpp"

namespace brenier {

/// Calls use(make(k)) for k = 0 … count - 1: `make` on several threads, `use` on the caller's, in
/// order. Results are made in rounds, so that few of them are there at a time.
template <class Make, class Use>
void use_in_order(int workers, Index count, Make&& make, Use&& use,
                  const CheckInterrupt& interrupt = {}) {
  constexpr Index kRound = 64;
  std::vector<decltype(make(Index{0}))> results(std::min(kRound, count));
  for (Index begin = 0; begin < count; begin += kRound) {
    const Index size = std::min(kRound, count - begin);
    parallel_for(workers, size, [&](Index k) { results[k] = make(begin + k); }, interrupt);
    for (Index k = 0; k < size; ++k) use(results[k]);
  }
}

}  // namespace brenier
