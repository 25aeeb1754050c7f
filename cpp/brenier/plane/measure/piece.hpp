// A piece of the source, cut off by straight lines.
#pragma once

#include <vector>

#include "brenier/plane/density/density.hpp"

namespace brenier {

/// A part of a density's domain, and what is in it.
class Piece {
 public:
  /// The whole domain.
  explicit Piece(const Density& density);

  double mass() const { return mass_; }
  Point mean() const { return mean_; }
  const Box& box() const { return box_; }

  /// The part where <x, normal> >= offset.
  Piece beyond(Point normal, double offset) const;

 private:
  Piece(const Density& density, std::vector<Ring> rings);

  const Density* density_;
  std::vector<Ring> rings_;
  Box box_;
  double mass_ = 0.0;
  Point mean_;
};

}  // namespace brenier
