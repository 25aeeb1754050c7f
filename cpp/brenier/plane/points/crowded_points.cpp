#include "brenier/plane/points/crowded_points.hpp"

#include <bit>
#include <cstdint>
#include <utility>

#include "brenier/plane/points/box.hpp"

namespace brenier {
namespace {

/// A name for the square of a column and a row: never 0, and hardly ever that of another.
std::uint64_t name_of(std::int64_t column, std::int64_t row) {
  constexpr std::uint64_t kMix = 0x9E3779B97F4A7C15;  // 2^64 over the golden ratio
  std::uint64_t name = static_cast<std::uint64_t>(column) * kMix;
  name = ((name ^ (name >> 32)) + static_cast<std::uint64_t>(row)) * kMix;
  return (name ^ (name >> 29)) | 1;
}

/// A set of names, in a table with open addressing.
class NameSet {
 public:
  explicit NameSet(std::size_t most) : names_(std::bit_ceil(2 * most), 0) {}

  /// False if it was there already.
  bool insert(std::uint64_t name) {
    std::uint64_t& place = names_[find(name)];
    return std::exchange(place, name) == 0;
  }
  bool contains(std::uint64_t name) const { return names_[find(name)] != 0; }

 private:
  /// Where the name is, or may be put.
  std::size_t find(std::uint64_t name) const {
    const std::size_t mask = names_.size() - 1;
    std::size_t at = (name >> 1) & mask;
    while (names_[at] != 0 && names_[at] != name) at = (at + 1) & mask;
    return at;
  }

  std::vector<std::uint64_t> names_;
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
  const auto column_of = [&](double x) {
    return static_cast<std::int64_t>((x - box.low.x) / side);
  };
  const auto row_of = [&](double y) { return static_cast<std::int64_t>((y - box.low.y) / side); };
  const auto square_of = [&](Point p) { return name_of(column_of(p.x), row_of(p.y)); };
  OccasionalCheck check_here(interrupt);
  NameSet squares(points.size());
  std::vector<std::uint64_t> names_of_shared;
  for (const Point p : points) {
    check_here();
    const std::uint64_t square = square_of(p);
    if (!squares.insert(square)) names_of_shared.push_back(square);
  }
  NameSet shared(names_of_shared.size() + 1);
  for (const std::uint64_t square : names_of_shared) shared.insert(square);

  std::vector<Index> result;
  for (Index k = 0; k < static_cast<Index>(points.size()); ++k) {
    check_here();
    const Point p = points[k];
    const std::int64_t first_column = column_of(p.x - distance), first_row = row_of(p.y - distance);
    const std::int64_t last_column = column_of(p.x + distance), last_row = row_of(p.y + distance);
    const bool is_inside = first_column == last_column && first_row == last_row;
    if (is_inside && names_of_shared.empty()) continue;
    const std::uint64_t own = square_of(p);
    const auto is_taken = [&](std::int64_t column, std::int64_t row) {
      const std::uint64_t square = name_of(column, row);
      return square == own ? shared.contains(own) : squares.contains(square);
    };
    bool is_crowded = false;
    for (std::int64_t column = first_column; column <= last_column; ++column) {
      for (std::int64_t row = first_row; row <= last_row; ++row) {
        is_crowded = is_crowded || is_taken(column, row);
      }
    }
    if (is_crowded) result.push_back(k);
  }
  return result;
}

}  // namespace brenier
