// The source, blurred at ever finer scales: stepping stones from a uniform density.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/density/density.hpp"

namespace brenier {

/// Densities on a rectangle, the first of them uniform. Each later one is half the one before and half the
/// source blurred at a scale that shrinks by a constant factor. So a place at a distance from the
/// source's mass loses density at a constant rate per scale from when they are alike, and none loses
/// much more than half at once, whatever the source: that is what Newton's method can follow.
///
/// They are bilinear between the corners of pixels: cells that are strips along the pixels, as those of
/// sites on a line may be, would meet the jumps of a raster with their whole length.
class ScaleSpace {
 public:
  /// Of a source to be transported to sites with these masses: the finest scale is that of their cells.
  ScaleSpace(const Density& source, std::span<const double> targets, int workers,
             const CheckInterrupt& interrupt);

  /// Is the source uniform on a rectangle, as far as can be seen?
  bool is_flat() const;
  /// The present density, on the rectangle that has nearly all of the source's mass.
  const std::shared_ptr<const Density>& density() const { return density_; }
  /// Goes to the next finer scale; false, and nothing happens, at the finest.
  bool sharpen();

 private:
  /// Divides the box into so many pixels along its longer side.
  void sample(const Density& source, Index pixels, int workers, const CheckInterrupt& interrupt);

  Box box_;
  Index columns_ = 0;
  double radius_ = 0.0;         // of the next blur, in pixels
  std::vector<double> source_;  // its mean densities on the pixels, relative to their mean
  std::vector<double> blurred_;
  std::shared_ptr<const Density> density_;
};

}  // namespace brenier
