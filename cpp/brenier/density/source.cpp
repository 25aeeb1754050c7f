#include "brenier/density/source.hpp"

namespace brenier {

Source uniform_source(const std::vector<Ring>& rings) {
  require_finite(rings);
  Box box;
  for (const Ring& ring : rings) {
    for (const Point p : ring) box.add(p);
  }
  const Similarity similarity = Similarity::of(box);
  std::vector<Ring> local = rings;
  for (Ring& ring : local) {
    for (Point& p : ring) p = similarity.to_local(p);
  }
  return {Uniform(Polygon(local)), similarity};
}

}  // namespace brenier
