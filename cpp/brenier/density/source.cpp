#include "brenier/density/source.hpp"

#include "brenier/error.hpp"
#include "brenier/text.hpp"

namespace brenier {

namespace {

Similarity similarity_of(const Box& box, const char* argument) {
  constexpr double kSmallestDomain = 1e-150;
  if (box.size() >= 0.0 && box.size() < kSmallestDomain) {
    throw InvalidArgument(
        text(argument, " has size ", box.size(), "; expected ", kSmallestDomain, " at least"));
  }
  return Similarity::of(box);
}

}  // namespace

Source uniform_source(const std::vector<Ring>& rings) {
  require_finite(rings);
  Box box;
  for (const Ring& ring : rings) {
    for (const Point p : ring) box.add(p);
  }
  const Similarity similarity = similarity_of(box, "domain");
  std::vector<Ring> local = rings;
  for (Ring& ring : local) {
    for (Point& p : ring) p = similarity.to_local(p);
  }
  return {Uniform(Polygon(local)), similarity};
}

Source raster_source(const Box& bounds, std::vector<double> values, Index columns) {
  const Similarity similarity = similarity_of(bounds, "bounds");
  const Box local{similarity.to_local(bounds.low), similarity.to_local(bounds.high)};
  return {Raster(local, std::move(values), columns), similarity};
}

}  // namespace brenier
