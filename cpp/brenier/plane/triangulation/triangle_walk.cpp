#include "brenier/plane/triangulation/triangle_walk.hpp"

#include "brenier/plane/points/orientation.hpp"

namespace brenier {

TriangleLocation walk_to(Point x, Index start, std::span<const Triangle> triangles,
                         std::span<const Point> sites) {
  Index here = start, from = kNone;
  while (true) {
    const Triangle& t = triangles[here];
    int on_edge = kNone;
    int leaves_at = kNone;
    for (int k = 0; k < 3 && leaves_at == kNone; ++k) {
      if (t.neighbors[k] == from && from != kNone) continue;  // x is strictly on this side
      const int side = orientation(sites[t.vertices[next(k)]], sites[t.vertices[previous(k)]], x);
      if (side < 0) leaves_at = k;
      if (side == 0) on_edge = k;
    }
    if (leaves_at == kNone) return {here, on_edge, false};
    if (t.neighbors[leaves_at] == kNone) return {here, leaves_at, true};
    from = here;
    here = t.neighbors[leaves_at];
  }
}

}  // namespace brenier
