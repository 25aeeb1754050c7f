// The order of a few numbers.
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <span>
#include <vector>

#include "brenier/index.hpp"

namespace brenier {

/// Sets `order` to the places of the numbers, the largest first; of equal ones the first comes
/// first. Up to a hundred are ordered by counting how many are before each, which no processor has
/// to guess.
template <class Number>
void order_of(std::span<const Number> numbers, std::vector<Index>& order) {
  constexpr std::size_t kFew = 100;
  const std::size_t n = numbers.size();
  order.resize(n);
  if (n > kFew) {
    std::iota(order.begin(), order.end(), 0);
    const auto is_before = [&](Index i, Index j) {
      return numbers[i] > numbers[j] || (numbers[i] == numbers[j] && i < j);
    };
    std::sort(order.begin(), order.end(), is_before);
    return;
  }
  const Number* const x = numbers.data();
  for (std::size_t i = 0; i < n; ++i) {
    int before = 0;
    for (std::size_t j = 0; j < i; ++j) before += static_cast<int>(x[j] >= x[i]);
    for (std::size_t j = i + 1; j < n; ++j) before += static_cast<int>(x[j] > x[i]);
    order[before] = static_cast<Index>(i);
  }
}

}  // namespace brenier
