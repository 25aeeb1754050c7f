// Segments in the plane as what they are on a torus: pieces in its box.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include "brenier/plane/points/torus.hpp"

namespace brenier {

/// Calls visit(from, to) for the pieces of the segment a → b, cut where it crosses sides of copies
/// of the box and moved into it. It is no longer than the period along each axis.
template <class Visit>
void for_each_piece_in_box(Point a, Point b, const Torus& torus, Visit&& visit) {
  std::array<double, 6> cuts{0.0, 1.0};
  std::size_t count = 2;
  const auto add_cuts = [&](double from, double to, double period) {
    const double low = std::min(from, to), high = std::max(from, to);
    for (double side = period * std::ceil(low / period); side < high && count < cuts.size();
         side += period) {
      if (side > low) cuts[count++] = (side - from) / (to - from);
    }
  };
  add_cuts(a.x, b.x, torus.period().x);
  add_cuts(a.y, b.y, torus.period().y);
  std::sort(cuts.begin(), cuts.begin() + count);
  for (std::size_t k = 0; k + 1 < count; ++k) {
    const Point from = a + cuts[k] * (b - a), to = a + cuts[k + 1] * (b - a);
    const Point middle = a + 0.5 * (cuts[k] + cuts[k + 1]) * (b - a);
    const Point corner{torus.period().x * std::floor(middle.x / torus.period().x),
                       torus.period().y * std::floor(middle.y / torus.period().y)};
    visit(torus.box().nearest(from - corner), torus.box().nearest(to - corner));
  }
}

}  // namespace brenier
