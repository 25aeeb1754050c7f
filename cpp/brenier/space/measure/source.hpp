// The source: one unit of mass, spread evenly over a domain.
#pragma once

#include "brenier/space/domain/convex_polyhedron.hpp"

namespace brenier::space {

/// The domain as given, and in local coordinates of the order of 1.
struct Source {
  ConvexPolyhedron given;
  Similarity similarity;
  ConvexPolyhedron local;

  explicit Source(ConvexPolyhedron domain)
      : given(std::move(domain)),
        similarity(Similarity::of(given.bounds())),
        local(given.to_local(similarity)) {}
};

}  // namespace brenier::space
