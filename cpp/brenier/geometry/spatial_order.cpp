#include "brenier/geometry/spatial_order.hpp"

#include <tuple>

namespace brenier {
namespace {

constexpr int kLevels = 31;  // bits per axis

/// The position along the Hilbert curve of the cell (x, y) of a grid of 2^31 by 2^31.
std::uint64_t hilbert_position(std::uint32_t x, std::uint32_t y) {
  std::uint64_t position = 0;
  for (int level = kLevels - 1; level >= 0; --level) {
    const std::uint32_t right = (x >> level) & 1u, up = (y >> level) & 1u;
    position = (position << 2) | ((3u * right) ^ up);
    if (up == 0) {  // turn the quadrant so that its curve starts and ends where it should
      if (right == 1) {
        x = ~x;
        y = ~y;
      }
      std::swap(x, y);
    }
  }
  return position;
}

}  // namespace

std::vector<Index> spatial_order(std::span<const Point> points) {
  Box box;
  for (const Point p : points) box.add(p);
  constexpr double kCells = 2147483648.0;  // 2^31
  constexpr double kSmallestBox = 1e-290;  // below, the scale would overflow
  const double scale = box.size() > kSmallestBox ? (kCells - 1.0) / box.size() : 0.0;

  struct Entry {
    std::uint64_t position;
    Index index;
  };
  std::vector<Entry> entries(points.size());
  for (std::size_t k = 0; k < points.size(); ++k) {
    const Point p = scale * (points[k] - box.low);
    entries[k] = {
        hilbert_position(static_cast<std::uint32_t>(p.x), static_cast<std::uint32_t>(p.y)),
        static_cast<Index>(k)};
  }
  std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
    if (a.position != b.position) return a.position < b.position;
    const Point p = points[a.index], q = points[b.index];
    return std::tie(p.x, p.y, a.index) < std::tie(q.x, q.y, b.index);
  });
  std::vector<Index> order(points.size());
  for (std::size_t k = 0; k < points.size(); ++k) order[k] = entries[k].index;
  return order;
}

}  // namespace brenier
