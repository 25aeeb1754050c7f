// What the fuzzer's bytes stand for in space: sites, weights, domains.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "brenier/space/measure/source.hpp"
#include "decoder.hpp"

namespace brenier::fuzz {

/// Reads points of space off the numbers of a decoder. Degenerate positions are the rule: lattices,
/// lines, planes, a sphere on which thirty points lie exactly, copies, and neighbours in doubles.
class SpaceDecoder {
 public:
  explicit SpaceDecoder(Decoder& numbers) : numbers_(numbers) {}

  space::Point point();
  std::vector<space::Point> points(int most);
  /// Up to `most` points, moved and scaled together; or a grid, a cloud or clusters of more.
  std::vector<space::Point> sites(int most);
  std::vector<double> weights(std::span<const space::Point> sites);
  /// A box, a known polyhedron, a cell of a diagram, or a surface that is none. Raises
  /// InvalidArgument if it is no domain.
  std::shared_ptr<const space::Source> source();

 private:
  double power_of_two(int step);
  double coordinate() { return (numbers_.choice(256) - 128) / 16.0; }
  space::Similarity similarity();
  space::Surface surface();

  Decoder& numbers_;
  space::Point last_{}, before_{}, first_{};
};

}  // namespace brenier::fuzz
