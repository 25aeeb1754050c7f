// The source, blurred at ever finer scales: stepping stones from a uniform density.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/density/density.hpp"
#include "brenier/waist/cell_engine.hpp"

namespace brenier {

/// A density that stands in for the source.
struct SmoothDensity final : SmoothSource {
  Density density;  // on a rectangle

  explicit SmoothDensity(Density smooth) : density(std::move(smooth)) {}
};

/// Densities on a rectangle, the first of them uniform. Each later one is half the one before and
/// half the source blurred at a scale that shrinks by a constant factor. So a place at a distance
/// from the source's mass loses density at a constant rate per scale from when they are alike, and
/// none loses much more than half at once, whatever the source: that is what Newton's method can
/// follow.
///
/// They are bilinear between the corners of pixels: cells that are strips along the pixels, as
/// those of sites on a line may be, would meet the jumps of a raster with their whole length.
class PlanarScaleSpace final : public ScaleSpace {
 public:
  /// Of a source to be transported to sites with these masses: the finest scale is that of their
  /// cells. A periodic source fills its box, and is blurred around it. Keeps a view of the source,
  /// which has to live as long.
  PlanarScaleSpace(const Density& source, std::span<const double> targets, int workers,
                   const CheckInterrupt& interrupt, bool is_periodic = false);

  /// Is the source uniform on a rectangle, as far as can be seen?
  bool is_flat() const override { return is_flat_; }
  /// The present density, on the rectangle that has nearly all of the source's mass.
  const Density& density() const { return present_->density; }
  std::shared_ptr<const SmoothSource> present() const override { return present_; }
  bool sharpen() override;

 private:
  /// Divides the box into so many pixels along its longer side.
  void sample(Index pixels);

  void sample_finely();

  const Density& source_;
  Index cells_;
  int workers_;
  CheckInterrupt interrupt_;
  bool is_periodic_;
  Box box_;
  bool is_flat_ = false;
  Index columns_ = 0;
  double radius_ = 0.0;         // of the next blur, in pixels
  std::vector<double> pixels_;  // the source's mean densities on the pixels, relative to their mean
  std::vector<double> blurred_;  // empty while the present density is the first
  std::shared_ptr<const SmoothDensity> present_;
};

}  // namespace brenier
