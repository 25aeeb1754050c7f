#include "brenier/map/local_noise.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "brenier/parallel.hpp"

namespace brenier {

template <class T>
void add_local_noise(std::span<const Index> sites, Rows<const T> values,
                     Rows<const Index> neighbors, Rows<const double> noise, double scale,
                     Rows<T> result, int workers, const CheckInterrupt& interrupt) {
  const double unit = scale / std::sqrt(static_cast<double>(neighbors.width));
  constexpr Index kBlock = 256;
  const auto count = static_cast<Index>(sites.size());
  const auto add_block = [&](Index block) {
    std::vector<double> sum(values.width);
    for (Index p = block * kBlock; p < std::min(count, (block + 1) * kBlock); ++p) {
      std::fill(sum.begin(), sum.end(), 0.0);
      const std::span<const T> center = values[sites[p]];
      for (Index k = 0; k < neighbors.width; ++k) {
        const std::span<const T> near = values[neighbors[sites[p]][k]];
        const double factor = unit * noise[p][k];
        for (std::size_t d = 0; d < sum.size(); ++d) {
          sum[d] += factor * (static_cast<double>(near[d]) - center[d]);
        }
      }
      const std::span<T> row = result[p];
      for (std::size_t d = 0; d < sum.size(); ++d) row[d] = static_cast<T>(row[d] + sum[d]);
    }
  };
  parallel_for(workers, (count + kBlock - 1) / kBlock, add_block, interrupt);
}

template void add_local_noise(std::span<const Index>, Rows<const float>, Rows<const Index>,
                              Rows<const double>, double, Rows<float>, int, const CheckInterrupt&);
template void add_local_noise(std::span<const Index>, Rows<const double>, Rows<const Index>,
                              Rows<const double>, double, Rows<double>, int, const CheckInterrupt&);

}  // namespace brenier
