#include "brenier/space/points/spatial_order.hpp"

#include <array>
#include <cstdint>
#include <tuple>

namespace brenier::space {
namespace {

constexpr int kLevels = 21;  // bits per axis: three times that fit into 64

/// The position along Hilbert's curve of a cell of a grid of 2^21 cells a side. From the coarsest
/// level to the finest, the finer digits are turned so that the curve of each octant starts where
/// the one before it ends; what is left is a Gray code [skilling2004].
std::uint64_t hilbert_position(std::array<std::uint32_t, 3> digits) {
  for (std::uint32_t bit = 1u << (kLevels - 1); bit > 1; bit >>= 1) {
    const std::uint32_t finer = bit - 1;
    for (std::uint32_t& axis : digits) {
      if (axis & bit) {
        digits[0] ^= finer;
      } else {
        const std::uint32_t exchanged = (digits[0] ^ axis) & finer;
        digits[0] ^= exchanged;
        axis ^= exchanged;
      }
    }
  }
  digits[1] ^= digits[0];
  digits[2] ^= digits[1];
  std::uint32_t turned = 0;
  for (std::uint32_t bit = 1u << (kLevels - 1); bit > 1; bit >>= 1) {
    if (digits[2] & bit) turned ^= bit - 1;
  }
  std::uint64_t position = 0;
  for (int level = kLevels - 1; level >= 0; --level) {
    for (const std::uint32_t axis : digits)
      position = position << 1 | (((axis ^ turned) >> level) & 1u);
  }
  return position;
}

}  // namespace

std::vector<Index> spatial_order(std::span<const Point> points, const CheckInterrupt& interrupt) {
  const Box box = box_of(points);
  constexpr double kCells = 1u << kLevels;
  constexpr double kSmallestBox = 1e-290;  // below, the scale would overflow
  const double scale = box.size() > kSmallestBox ? (kCells - 1.0) / box.size() : 0.0;
  struct Entry {
    std::uint64_t position;
    Index index;
  };
  std::vector<Entry> entries;
  entries.reserve(points.size());
  for (std::size_t k = 0; k < points.size(); ++k) {
    const Point p = scale * (points[k] - box.low);
    entries.push_back(
        {hilbert_position({static_cast<std::uint32_t>(p.x), static_cast<std::uint32_t>(p.y),
                           static_cast<std::uint32_t>(p.z)}),
         static_cast<Index>(k)});
  }
  check(interrupt);
  std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
    if (a.position != b.position) return a.position < b.position;
    const Point p = points[a.index], q = points[b.index];
    return std::tie(p.x, p.y, p.z, a.index) < std::tie(q.x, q.y, q.z, b.index);
  });
  check(interrupt);
  std::vector<Index> order;
  order.reserve(entries.size());
  for (const Entry& entry : entries) order.push_back(entry.index);
  return order;
}

}  // namespace brenier::space
