#include "brenier/density/source.hpp"

#include "brenier/error.hpp"
#include "brenier/text.hpp"

namespace brenier {

Source uniform_source(const std::vector<Ring>& rings) {
  require_finite(rings);
  Box box;
  for (const Ring& ring : rings) {
    for (const Point p : ring) box.add(p);
  }
  constexpr double kSmallestDomain = 1e-150;
  if (box.size() >= 0.0 && box.size() < kSmallestDomain) {
    throw InvalidArgument(
        text("domain has size ", box.size(), "; expected ", kSmallestDomain, " at least"));
  }
  const Similarity similarity = Similarity::of(box);
  std::vector<Ring> local = rings;
  for (Ring& ring : local) {
    for (Point& p : ring) p = similarity.to_local(p);
  }
  return {Uniform(Polygon(local)), similarity};
}

}  // namespace brenier
