#include "brenier/plane/points/spatial_order.hpp"

#include <array>
#include <tuple>
#include <utility>

#include "brenier/plane/points/box.hpp"

namespace brenier {
namespace {

constexpr int kLevels = 31;     // bits per axis
constexpr int kFewLevels = 16;  // those that suffice to tell most points apart

/// The position along the Hilbert curve of the cell (x, y) of a grid of 2^31 by 2^31: its `levels`
/// leading digits. There is no branch on the points' bits, which no processor could predict.
std::uint64_t hilbert_position(std::uint32_t x, std::uint32_t y, int levels) {
  std::uint64_t position = 0;
  for (int level = kLevels - 1; level >= kLevels - levels; --level) {
    const std::uint32_t right = (x >> level) & 1u, up = (y >> level) & 1u;
    position = (position << 2) | ((3u * right) ^ up);
    // Turn a lower quadrant so that its curve starts and ends where it should.
    const std::uint32_t turns = up - 1u, complements = turns & (0u - right);
    const std::uint32_t swapped = (x ^ y) & turns;
    x ^= swapped ^ complements;
    y ^= swapped ^ complements;
  }
  return position;
}

/// A point's leading digits above its index.
constexpr std::uint64_t kIndexMask = 0xffffffffu;

/// Sorts by the upper 32 bits and keeps the order of those that agree: digit after digit.
void radix_sort(std::vector<std::uint64_t>& entries, const CheckInterrupt& interrupt) {
  constexpr int kDigitBits = 11, kDigits = 3;
  constexpr std::size_t kBuckets = std::size_t{1} << kDigitBits;
  const auto digit = [](std::uint64_t entry, int d) {
    return (entry >> (32 + d * kDigitBits)) & (kBuckets - 1);
  };
  std::vector<std::array<std::size_t, kBuckets>> begin(kDigits);
  for (const std::uint64_t entry : entries) {
    for (int d = 0; d < kDigits; ++d) ++begin[d][digit(entry, d)];
  }
  std::vector<std::uint64_t> sorted(entries.size());
  for (int d = 0; d < kDigits; ++d) {
    check(interrupt);
    std::size_t count = 0;
    for (std::size_t& bucket : begin[d]) bucket = std::exchange(count, count + bucket);
    for (const std::uint64_t entry : entries) sorted[begin[d][digit(entry, d)]++] = entry;
    entries.swap(sorted);
  }
}

}  // namespace

std::vector<Index> spatial_order(std::span<const Point> points, const CheckInterrupt& interrupt) {
  const Box box = box_of(points);
  constexpr double kCells = 2147483648.0;  // 2^31
  constexpr double kSmallestBox = 1e-290;  // below, the scale would overflow
  const double scale = box.size() > kSmallestBox ? (kCells - 1.0) / box.size() : 0.0;
  const auto position = [&](Index k, int levels) {
    const Point p = scale * (points[k] - box.low);
    return hilbert_position(static_cast<std::uint32_t>(p.x), static_cast<std::uint32_t>(p.y),
                            levels);
  };

  std::vector<std::uint64_t> entries(points.size());
  for (std::size_t k = 0; k < points.size(); ++k) {
    entries[k] = position(static_cast<Index>(k), kFewLevels) << 32 | k;
  }
  radix_sort(entries, interrupt);
  check(interrupt);
  std::vector<Index> order(points.size());
  for (std::size_t k = 0; k < points.size(); ++k) {
    order[k] = static_cast<Index>(entries[k] & kIndexMask);
  }

  // Points that the leading digits do not tell apart: by all digits, then by coordinates.
  struct Entry {
    std::uint64_t position;
    Index index;
  };
  std::vector<Entry> group;
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    while (end < order.size() && entries[end] >> 32 == entries[begin] >> 32) ++end;
    if (end - begin == 1) continue;
    group.clear();
    for (std::size_t k = begin; k < end; ++k) {
      group.push_back({position(order[k], kLevels), order[k]});
    }
    std::sort(group.begin(), group.end(), [&](const Entry& a, const Entry& b) {
      if (a.position != b.position) return a.position < b.position;
      const Point p = points[a.index], q = points[b.index];
      return std::tie(p.x, p.y, a.index) < std::tie(q.x, q.y, b.index);
    });
    for (std::size_t k = begin; k < end; ++k) order[k] = group[k - begin].index;
  }
  return order;
}

}  // namespace brenier
