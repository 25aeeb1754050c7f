// A density, and how its normalised coordinates are related to the caller's.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/density/density.hpp"
#include "brenier/plane/points/frame.hpp"
#include "brenier/plane/points/periodic_box.hpp"

namespace brenier {

struct Source {
  Density density;
  Similarity similarity;
  std::optional<PeriodicBox> periodic = std::nullopt;  // then the domain is its box

  /// The domain's rings in the caller's coordinates: outer ones counter-clockwise, holes clockwise.
  std::vector<Ring> rings() const;
  /// The domain's area in the caller's unit.
  double area() const;
  /// Which points, in the caller's coordinates, lie in the domain: a flag for each; all of them if
  /// it is periodic. Raises InvalidArgument as required_points("x", …) does.
  std::vector<char> contains(std::span<const Point> x, const CheckInterrupt& interrupt = {}) const;
};

/// The uniform density on a polygon in the caller's coordinates. Raises InvalidArgument as Polygon
/// does, and when the domain is too small for its area to be a normal number, or too thin.
Source uniform_source(const std::vector<Ring>& rings);

/// The uniform density on a periodic box in the caller's coordinates. Raises InvalidArgument when
/// the box is not finite, empty, or too large, small or thin.
Source periodic_uniform_source(const Box& bounds);

/// A density that is constant on the pixels of a grid over a box in the caller's coordinates. Rows
/// of `columns` pixels follow each other from the bottom up, or from the top down. Raises
/// InvalidArgument, naming the first by its row and column as given, when a value is negative or
/// not finite; when all are 0 or they are too many; and when the box is not finite, empty, or too
/// large, small or thin.
Source raster_source(const Box& bounds, std::vector<double> values, Index columns,
                     bool is_from_top = false, bool is_periodic = false);

/// A density that is bilinear between the nodes of a grid, whose corners are those of the box;
/// otherwise as `raster_source`, of which it has the arguments and the errors. Raises
/// InvalidArgument also when there are fewer than two rows or columns.
Source bilinear_source(const Box& bounds, std::vector<double> values, Index columns,
                       bool is_from_top = false, bool is_periodic = false);

}  // namespace brenier
