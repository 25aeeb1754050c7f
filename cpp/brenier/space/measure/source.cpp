#include "brenier/space/measure/source.hpp"

#include <cmath>
#include <utility>

#include "brenier/error.hpp"
#include "brenier/required_points.hpp"
#include "brenier/text.hpp"

namespace brenier::space {

Source::Source(std::vector<Point> given_vertices, std::vector<std::vector<Index>> faces)
    : vertices(std::move(given_vertices)),
      similarity(Similarity::of(box_of(required_points("vertices", vertices)))),
      local(similarity.to_local(vertices), std::move(faces)) {
  require_volume();
}

void Source::require_volume() const {
  if (!std::isnormal(volume())) {
    throw InvalidArgument(
        text("domain has the volume ", volume(),
             "; expected one that is neither too large nor too small for doubles"));
  }
}

/// The local domain is that of the torus, whose sides are rounded.
Source::Source(Surface given, const PeriodicBox& box)
    : vertices(std::move(given.vertices)),
      similarity(box.similarity),
      local(box_surface({0.0, 0.0, 0.0}, box.torus.period()).vertices, std::move(given.faces)),
      periodic(box) {
  require_volume();
}

namespace {

/// Raises InvalidArgument unless these are two corners of a box.
void require_box(Point low, Point high) {
  const Point corners[] = {low, high};
  required_points("domain", corners);
  if (!(low.x < high.x && low.y < high.y && low.z < high.z)) {
    throw InvalidArgument(text("domain: the corners are ", low, " and ", high,
                               "; expected the first to be less in every coordinate"));
  }
}

}  // namespace

Source Source::box(Point low, Point high) {
  require_box(low, high);
  Surface surface = box_surface(low, high);
  return {std::move(surface.vertices), std::move(surface.faces)};
}

Source Source::periodic_box(Point low, Point high) {
  require_box(low, high);
  return {box_surface(low, high), PeriodicBox({low, high})};
}

double Source::volume() const {
  return local.volume() * similarity.unit * similarity.unit * similarity.unit;
}

}  // namespace brenier::space
