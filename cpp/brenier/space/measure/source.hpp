// The source: one unit of mass, spread evenly over a domain.
#pragma once

#include <optional>
#include <vector>

#include "brenier/space/domain/convex_polyhedron.hpp"
#include "brenier/space/points/frame.hpp"
#include "brenier/space/points/periodic_box.hpp"

namespace brenier::space {

/// The domain as given, and in local coordinates of the order of 1, in which all is computed.
struct Source {
  std::vector<Point> vertices;
  Similarity similarity;
  ConvexPolyhedron local;
  std::optional<PeriodicBox> periodic = std::nullopt;  // then the domain is its box

  /// Raises InvalidArgument as ConvexPolyhedron does.
  Source(std::vector<Point> given_vertices, std::vector<std::vector<Index>> faces);
  /// Raises InvalidArgument unless low is less than high in every coordinate.
  static Source box(Point low, Point high);
  /// The same, with opposite faces that are one. Raises InvalidArgument also when a side is too
  /// small against the largest.
  static Source periodic_box(Point low, Point high);

  double volume() const;
  Point centroid() const { return similarity.from_local(local.centroid()); }

 private:
  void require_volume() const;
  Source(Surface given, const PeriodicBox& box);
};

}  // namespace brenier::space
