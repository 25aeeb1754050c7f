// What the fuzzer's bytes stand for: sites, weights, masses, sources. Every string of bytes means
// something, near strings mean similar things, and degenerate positions are the rule.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "brenier/plane/density/source.hpp"

namespace brenier::fuzz {

/// Would the library take a point with these coordinates?
inline bool is_of_moderate_size(Point p) {
  return std::abs(p.x) <= kLargestCoordinate && std::abs(p.y) <= kLargestCoordinate;
}

/// A source, and the largest value of its density, in units of the mean on the domain; infinite
/// where rounding leaves few digits of masses, as in far tails.
struct SourceInput {
  std::shared_ptr<const Source> source;
  double peak = 1.0;
};

/// Reads values off the bytes, front to back; where these have ended, all further ones are 0.
class Decoder {
 public:
  explicit Decoder(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  /// A whole number in [0, count).
  int choice(int count) { return byte() % count; }

  /// Any double: a multiple of 1/16, the last number's neighbour, one of any size, NaN.
  double number();
  /// On a lattice; one that was there before, or just beside it; on a line or a circle with others.
  Point point();
  /// `most` at most.
  std::vector<Point> points(int most);

  /// Up to `most` points, moved and scaled together; or a grid, a cloud or clusters of more.
  std::vector<Point> sites(int most);
  std::vector<double> weights(std::span<const Point> sites);
  /// Mostly with sum 1.
  std::vector<double> masses(std::size_t count);
  /// Known domains, rectangles, or any rings.
  std::vector<Ring> rings();
  /// Raises InvalidArgument if the bytes are no source.
  SourceInput source();

 private:
  std::uint8_t byte();
  double any_double();
  double lattice_number() { return static_cast<std::int8_t>(byte()) / 16.0; }
  Similarity similarity();
  SourceInput grid();
  SourceInput mixture();

  std::span<const std::uint8_t> bytes_;
  double last_number_ = 0.0;
  Point last_point_, point_before_;
};

}  // namespace brenier::fuzz
