// Of places that have copies, on a torus, those that are nearest to each other.
#pragma once

#include "brenier/space/points/torus.hpp"

namespace brenier::space {

/// Of a place, the copy that is nearest to another: where there is no torus, itself.
class NearestCopy {
 public:
  NearestCopy() = default;
  /// Keeps a view of the torus.
  explicit NearestCopy(const Torus& torus) : torus_(&torus) {}

  Point operator()(Point place, Point to) const {
    return torus_ == nullptr ? place : torus_->shifted(place, torus_->shift_to(to, place));
  }

 private:
  const Torus* torus_ = nullptr;
};

}  // namespace brenier::space
