#include "brenier/map/blend.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "brenier/parallel.hpp"

namespace brenier {
namespace {

template <class T, std::size_t K>
using RowsOfCorners = std::array<std::span<const T>, K>;

/// Σ a_k x_k of K numbers each.
template <class T, std::size_t K>
double weighted_sum(const std::array<double, K>& a, const RowsOfCorners<T, K>& x, std::size_t d) {
  double result = a[0] * x[0][d];
  for (std::size_t k = 1; k < K; ++k) result += a[k] * x[k][d];
  return result;
}

template <class T, std::size_t K>
RowsOfCorners<T, K> rows_of(std::span<const Index> sites, Rows<const T> values) {
  RowsOfCorners<T, K> result;
  for (std::size_t k = 0; k < K; ++k) result[k] = values[sites[k]];
  return result;
}

/// One point's row, in double precision, rounded once.
template <class T, std::size_t K>
void write_row(std::span<const Index> sites, std::span<const double> shares, Rows<const T> values,
               const std::optional<Rows<const T>>& means, std::span<T> result) {
  const auto all = std::find(shares.begin(), shares.end(), 1.0);
  if (all != shares.end()) {
    const std::span<const T> value = values[sites[all - shares.begin()]];
    std::copy(value.begin(), value.end(), result.begin());
    return;
  }
  std::array<double, K> of_values{}, of_means{};
  std::copy(shares.begin(), shares.end(), of_values.begin());
  const RowsOfCorners<T, K> c = rows_of<T, K>(sites, values);
  if (!means) {
    for (std::size_t d = 0; d < result.size(); ++d) {
      result[d] = static_cast<T>(weighted_sum<T, K>(of_values, c, d));
    }
    return;
  }
  double squares = shares[0] * shares[0];
  for (std::size_t k = 1; k < K; ++k) squares += shares[k] * shares[k];
  const double length = std::sqrt(squares);
  for (std::size_t k = 0; k < K; ++k) {
    of_values[k] = shares[k] / length;
    of_means[k] = shares[k] - of_values[k];
  }
  const RowsOfCorners<T, K> m = rows_of<T, K>(sites, *means);
  for (std::size_t d = 0; d < result.size(); ++d) {
    result[d] =
        static_cast<T>(weighted_sum<T, K>(of_values, c, d) + weighted_sum<T, K>(of_means, m, d));
  }
}

}  // namespace

template <class T>
void blend(const MeshCoordinates& at, Rows<const T> values, std::optional<Rows<const T>> means,
           Rows<T> result, int workers, const CheckInterrupt& interrupt) {
  const auto write = at.sites.width == 3 ? &write_row<T, 3> : &write_row<T, 4>;
  constexpr Index kBlock = 256;
  const Index count = at.sites.count;
  const auto write_block = [&](Index block) {
    for (Index point = block * kBlock; point < std::min(count, (block + 1) * kBlock); ++point) {
      write(at.sites[point], at.shares[point], values, means, result[point]);
    }
  };
  parallel_for(workers, (count + kBlock - 1) / kBlock, write_block, interrupt);
}

template void blend(const MeshCoordinates&, Rows<const float>, std::optional<Rows<const float>>,
                    Rows<float>, int, const CheckInterrupt&);
template void blend(const MeshCoordinates&, Rows<const double>, std::optional<Rows<const double>>,
                    Rows<double>, int, const CheckInterrupt&);

}  // namespace brenier
