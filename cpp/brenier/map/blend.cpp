#include "brenier/map/blend.hpp"

#include <algorithm>
#include <cmath>

#include "brenier/parallel.hpp"

namespace brenier {
namespace {

/// Σ a_k x_k of three rows, in double precision.
template <class T>
void weighted_sum(const std::array<double, 3>& a, const std::array<std::span<const T>, 3>& x,
                  std::span<T> result) {
  for (std::size_t d = 0; d < result.size(); ++d) {
    result[d] = static_cast<T>(a[0] * x[0][d] + a[1] * x[1][d] + a[2] * x[2][d]);
  }
}

/// Σ a_k x_k + Σ b_k y_k.
template <class T>
void weighted_sum(const std::array<double, 3>& a, const std::array<std::span<const T>, 3>& x,
                  const std::array<double, 3>& b, const std::array<std::span<const T>, 3>& y,
                  std::span<T> result) {
  for (std::size_t d = 0; d < result.size(); ++d) {
    const double of_x = a[0] * x[0][d] + a[1] * x[1][d] + a[2] * x[2][d];
    const double of_y = b[0] * y[0][d] + b[1] * y[1][d] + b[2] * y[2][d];
    result[d] = static_cast<T>(of_x + of_y);
  }
}

template <class T>
std::array<std::span<const T>, 3> rows_of(const std::array<Index, 3>& sites, Rows<const T> values) {
  return {values[sites[0]], values[sites[1]], values[sites[2]]};
}

}  // namespace

template <class T>
void blend(const MeshCoordinates& at, Rows<const T> values, std::optional<Rows<const T>> means,
           Rows<T> result, int workers, const CheckInterrupt& interrupt) {
  const auto write = [&](Index point) {
    const std::array<Index, 3>& sites = at.sites[point];
    const std::array<double, 3>& share = at.shares[point];
    const auto all = std::find(share.begin(), share.end(), 1.0);
    if (all != share.end()) {
      const std::span<const T> value = values[sites[all - share.begin()]];
      std::copy(value.begin(), value.end(), result[point].begin());
    } else if (!means) {
      weighted_sum<T>(share, rows_of(sites, values), result[point]);
    } else {
      const double length =
          std::sqrt(share[0] * share[0] + share[1] * share[1] + share[2] * share[2]);
      std::array<double, 3> of_values{}, of_means{};
      for (int k = 0; k < 3; ++k) {
        of_values[k] = share[k] / length;
        of_means[k] = share[k] - of_values[k];
      }
      weighted_sum<T>(of_values, rows_of(sites, values), of_means, rows_of(sites, *means),
                      result[point]);
    }
  };
  constexpr Index kBlock = 256;
  const auto count = static_cast<Index>(at.sites.size());
  const auto write_block = [&](Index block) {
    for (Index point = block * kBlock; point < std::min(count, (block + 1) * kBlock); ++point) {
      write(point);
    }
  };
  parallel_for(workers, (count + kBlock - 1) / kBlock, write_block, interrupt);
}

template void blend(const MeshCoordinates&, Rows<const float>, std::optional<Rows<const float>>,
                    Rows<float>, int, const CheckInterrupt&);
template void blend(const MeshCoordinates&, Rows<const double>, std::optional<Rows<const double>>,
                    Rows<double>, int, const CheckInterrupt&);

}  // namespace brenier
