// A piece of the source, cut off by straight lines.
#pragma once

#include <vector>

#include "brenier/plane/density/density.hpp"

namespace brenier {

/// A part of a density's domain. Keeps a view of the density, which has to live as long.
class SourcePiece {
 public:
  /// The whole domain.
  explicit SourcePiece(const Density& density);

  double mass() const { return mass_; }
  /// The mean of its mass, in its box; the box's middle if there is no mass.
  Point mean() const;
  const Box& box() const { return box_; }
  const std::vector<Ring>& rings() const { return rings_; }

  /// The part where <x, normal> >= offset.
  SourcePiece beyond(Point normal, double offset) const;

 private:
  SourcePiece(const Density& density, std::vector<Ring> rings);

  const Density* density_;
  std::vector<Ring> rings_;
  Box box_;
  double mass_ = 0.0;
};

}  // namespace brenier
