#include "brenier/plane/domain/cut.hpp"

namespace brenier {

Ring cut(const Ring& ring, Point normal, double offset) {
  Ring result;
  for (std::size_t k = 0; k < ring.size(); ++k) {
    const Point p = ring[k], q = ring[k + 1 < ring.size() ? k + 1 : 0];
    const double at_p = dot(p, normal) - offset, at_q = dot(q, normal) - offset;
    if (at_p >= 0.0) result.push_back(p);
    if ((at_p > 0.0 && at_q < 0.0) || (at_p < 0.0 && at_q > 0.0)) {
      result.push_back(p + (at_p / (at_p - at_q)) * (q - p));
    }
  }
  return result;
}

}  // namespace brenier
