#include "brenier/plane/points/crowded_points.hpp"

#include <bit>
#include <cstdint>

#include "brenier/plane/points/box.hpp"

namespace brenier {
namespace {

/// A square of the grid, by its column and row.
struct Square {
  std::int64_t column, row;

  friend bool operator==(Square, Square) = default;
};

/// The squares that hold points, in a table with open addressing.
class SquareTable {
 public:
  explicit SquareTable(std::size_t most)
      : mask_(std::bit_ceil(2 * most) - 1), squares_(mask_ + 1), counts_(mask_ + 1, 0) {}

  /// How many points the square holds now.
  Index add(Square square) {
    const std::size_t at = place(square);
    squares_[at] = square;
    return ++counts_[at];
  }
  Index count(Square square) const { return counts_[place(square)]; }

 private:
  std::size_t place(Square square) const {
    constexpr std::uint64_t kMix = 0x9E3779B97F4A7C15;  // 2^64 over the golden ratio
    std::uint64_t hash = static_cast<std::uint64_t>(square.column) * kMix;
    hash = (hash ^ (hash >> 32)) + static_cast<std::uint64_t>(square.row);
    hash *= kMix;
    std::size_t at = (hash ^ (hash >> 32)) & mask_;
    while (counts_[at] > 0 && !(squares_[at] == square)) at = (at + 1) & mask_;
    return at;
  }

  std::size_t mask_;
  std::vector<Square> squares_;
  std::vector<Index> counts_;
};

}  // namespace

std::vector<Index> crowded_points(std::span<const Point> points, double distance,
                                  const CheckInterrupt& interrupt) {
  if (points.size() < 2 || !(distance > 0.0)) return {};
  // Squares so large that few points lie near a side of theirs; columns and rows are exact in
  // doubles.
  constexpr double kSide = 64.0, kFinest = 0x1p-50;
  const Box box = box_of(points);
  const double side = std::max(kSide * distance, kFinest * box.size());
  const auto square_of = [&](Point p) {
    return Square{static_cast<std::int64_t>((p.x - box.low.x) / side),
                  static_cast<std::int64_t>((p.y - box.low.y) / side)};
  };
  OccasionalCheck check_here(interrupt);
  SquareTable table(points.size());
  bool any_shared = false;
  for (const Point p : points) {
    check_here();
    any_shared |= table.add(square_of(p)) > 1;
  }
  std::vector<Index> result;
  for (Index k = 0; k < static_cast<Index>(points.size()); ++k) {
    check_here();
    const Square own = square_of(points[k]);
    const Square first = square_of(points[k] - Point{distance, distance});
    const Square last = square_of(points[k] + Point{distance, distance});
    bool is_crowded = any_shared && table.count(own) > 1;
    for (std::int64_t column = first.column; column <= last.column && !is_crowded; ++column) {
      for (std::int64_t row = first.row; row <= last.row && !is_crowded; ++row) {
        const Square square{column, row};
        is_crowded = !(square == own) && table.count(square) > 0;
      }
    }
    if (is_crowded) result.push_back(k);
  }
  return result;
}

}  // namespace brenier
