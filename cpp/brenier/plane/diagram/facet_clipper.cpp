#include "brenier/plane/diagram/facet_clipper.hpp"

namespace brenier {

FacetClipper::FacetClipper(const RegularTriangulation& triangulation, const DomainIndex& domain)
    : domain_(domain), window_(triangulation, domain.polygon().box()) {}

void FacetClipper::clip(const TriangulationEdge& edge, Point right, Point left) {
  const std::optional<FacetEnds> ends = window_.ends(edge, right, left);
  if (ends && !(ends->a == ends->b)) cut(edge.i, edge.j, *ends);
}

void FacetClipper::cut(Index i, Index j, FacetEnds ends) {
  domain_.crossings(ends.a, ends.b, crossings_);
  bool inside = domain_.contains(ends.a);
  Point from = ends.a;
  for (auto next = crossings_.begin(); next != crossings_.end(); ++next) {
    // Inside and outside alternate; rounding may have put nearly equal places in the wrong order.
    const auto true_next = std::find_if(next, crossings_.end(), [&](const Crossing& crossing) {
      return crossing.enters != inside;
    });
    if (true_next != crossings_.end()) std::rotate(next, true_next, true_next + 1);
    if (inside) add(i, j, from, next->point);
    inside = next->enters;
    from = next->point;
    changes_.push_back(
        {next->edge, next->along, next->point, next->enters ? i : j, next->enters ? j : i});
  }
  if (inside) add(i, j, from, ends.b);
}

void FacetClipper::add(Index i, Index j, Point a, Point b) {
  if (!(a == b)) segments_.push_back({i, j, a, b});
}

}  // namespace brenier
