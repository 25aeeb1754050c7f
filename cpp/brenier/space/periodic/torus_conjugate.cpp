#include "brenier/space/periodic/torus_conjugate.hpp"

#include <algorithm>

namespace brenier::space {
namespace {

/// A tetrahedron, moved.
struct Placed {
  Index tetrahedron;
  SmallShift shift;

  friend bool operator==(const Placed&, const Placed&) = default;
};

class Walk {
 public:
  Walk(const TorusTriangulation& triangulation, std::span<const double> weights, Point z)
      : triangulation_(triangulation), weights_(weights), z_(z) {}

  double value(Placed at) const {
    const Point v = triangulation_.center(at.tetrahedron, at.shift);
    const Index copy = triangulation_[at.tetrahedron].copies[0];
    const Point p =
        triangulation_.torus().shifted(triangulation_.copies().points()[copy], at.shift);
    const double weight = weights_[triangulation_.copies().site(copy)];
    return 0.5 * (squared_norm(z_) + dot(z_ - p, 2.0 * v - p - z_) - weight);
  }

  double highest(Placed from) const {
    double best = value(from);
    // Tetrahedra with the same vertex are one place: all that leads away from any of them counts.
    std::vector<Placed> here{from};
    for (std::size_t k = 0; k < here.size();) {
      bool is_left = false;
      const TorusVertex& vertex = triangulation_.vertex(here[k].tetrahedron);
      for (const TorusLink& link : triangulation_[here[k].tetrahedron].links) {
        const Placed next{link.neighbor, here[k].shift + link.shift};
        const bool is_same =
            triangulation_.vertex(next.tetrahedron).representative == vertex.representative &&
            triangulation_.vertex(next.tetrahedron).offset + next.shift ==
                vertex.offset + here[k].shift;
        if (is_same) {
          if (std::find(here.begin(), here.end(), next) == here.end()) here.push_back(next);
        } else if (const double there = value(next); there > best) {
          best = there;
          here.assign(1, next);
          is_left = true;
          break;
        }
      }
      k = is_left ? 0 : k + 1;
    }
    return best;
  }

 private:
  const TorusTriangulation& triangulation_;
  std::span<const double> weights_;
  Point z_;
};

}  // namespace

double conjugate_on_torus(const TorusTriangulation& triangulation, std::span<const double> weights,
                          Point z, Index near) {
  const Index corner = triangulation.corner_of(near);
  const Torus& torus = triangulation.torus();
  const Shift to_z = torus.shift_to(z, triangulation.copies().points()[near]);
  const SmallShift nearest{static_cast<std::int8_t>(to_z.x), static_cast<std::int8_t>(to_z.y),
                           static_cast<std::int8_t>(to_z.z)};
  const SmallShift own = triangulation.shift(corner / 4, corner % 4);
  return Walk(triangulation, weights, z).highest({corner / 4, nearest - own});
}

}  // namespace brenier::space
