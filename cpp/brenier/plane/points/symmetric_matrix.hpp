// Symmetric matrices of two rows: covariances, mostly.
#pragma once

#include "brenier/plane/points/point.hpp"

namespace brenier {

/// [ xx xy ; xy yy ]
struct SymmetricMatrix {
  double xx = 0.0;
  double xy = 0.0;
  double yy = 0.0;

  friend constexpr Point operator*(const SymmetricMatrix& m, Point p) {
    return {m.xx * p.x + m.xy * p.y, m.xy * p.x + m.yy * p.y};
  }
  constexpr double trace() const { return xx + yy; }
  constexpr double determinant() const { return xx * yy - xy * xy; }
};

}  // namespace brenier
