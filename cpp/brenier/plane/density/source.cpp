#include "brenier/plane/density/source.hpp"

#include <algorithm>
#include <limits>

#include "brenier/error.hpp"
#include "brenier/required_points.hpp"
#include "brenier/text.hpp"

namespace brenier {

namespace {

Similarity similarity_of(const Box& box, const char* argument) {
  constexpr double kSmallestDomain = 1e-150;
  if (box.size() >= 0.0 && box.size() < kSmallestDomain) {
    throw InvalidArgument(
        text(argument, " has size ", box.size(), "; expected ", kSmallestDomain, " at least"));
  }
  return Similarity::of(box);
}

constexpr double kSmallestTile = 1e-140;  // in local units: its area is still a normal number
// In local units: of thinner domains, rounding leaves nothing that could be measured.
constexpr double kSmallestArea = 1e-20;

void require_bounds(const Box& bounds) {
  const double numbers[] = {bounds.low.x, bounds.low.y, bounds.high.x, bounds.high.y};
  for (std::size_t k = 0; k < std::size(numbers); ++k) {
    if (!(std::abs(numbers[k]) <= kLargestCoordinate)) {
      throw InvalidArgument(text("bounds[", k, "] is ", numbers[k],
                                 "; expected a finite number of size 1e150 at most"));
    }
  }
  if (!(bounds.low.x < bounds.high.x && bounds.low.y < bounds.high.y)) {
    throw InvalidArgument(text("bounds are from ", bounds.low, " to ", bounds.high,
                               "; expected (xmin, ymin, xmax, ymax), increasing"));
  }
}

void require_density(std::span<const double> values, Index columns) {
  if (values.size() > static_cast<std::size_t>(std::numeric_limits<Index>::max())) {
    throw InvalidArgument(text("values are ", values.size(), "; expected fewer than 2^31"));
  }
  const std::size_t width = columns;
  bool is_empty = true;
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (!(values[k] >= 0.0 && std::isfinite(values[k]))) {
      throw InvalidArgument(text("values[", k / width, ", ", k % width, "] is ", values[k],
                                 "; expected a finite number, 0 or more"));
    }
    is_empty = is_empty && values[k] == 0.0;
  }
  if (is_empty) throw InvalidArgument("values are all 0; expected some mass");
}

/// How a box lies in the core's coordinates.
struct Placement {
  Box local;
  Similarity similarity;
  std::optional<PeriodicBox> periodic;
};

/// A periodic box has its lower corner in the origin.
Placement placed(const Box& bounds, bool is_periodic) {
  const Similarity similarity = similarity_of(bounds, "bounds");
  if (!is_periodic) {
    const Box local{similarity.to_local(bounds.low), similarity.to_local(bounds.high)};
    return {local, similarity, std::nullopt};
  }
  const PeriodicBox periodic(bounds);
  return {periodic.torus.box(), periodic.similarity, periodic};
}

void require_tiles(const Box& local, Index rows, Index columns, const char* tiles) {
  if (std::min(local.width() / columns, local.height() / rows) > kSmallestTile) return;
  throw InvalidArgument(text("bounds are too thin for ", tiles, " of any size"));
}

void turn_upside_down(std::span<double> values, Index columns) {
  const std::size_t width = columns, rows = values.size() / width;
  for (std::size_t row = 0; row < rows / 2; ++row) {
    const auto begin = values.begin() + row * width;
    std::swap_ranges(begin, begin + width, values.begin() + (rows - 1 - row) * width);
  }
}

}  // namespace

std::vector<Ring> Source::rings() const {
  if (periodic) {
    const auto& [low, high] = periodic->bounds;
    return {{low, {high.x, low.y}, high, {low.x, high.y}}};
  }
  const Polygon& polygon = domain_of(density).polygon();
  std::vector<Ring> result;
  for (Index r = 0; r < polygon.ring_count(); ++r) {
    Ring& ring = result.emplace_back();
    for (const Point p : polygon.ring(r)) ring.push_back(similarity.from_local(p));
  }
  return result;
}

double Source::area() const {
  return domain_of(density).polygon().area() * similarity.unit * similarity.unit;
}

std::vector<char> Source::contains(std::span<const Point> x,
                                   const CheckInterrupt& interrupt) const {
  const DomainIndex& domain = domain_of(density);
  OccasionalCheck check_here(interrupt);
  std::vector<char> result;
  result.reserve(x.size());
  for (const Point p : required_points("x", x)) {
    check_here();
    result.push_back(periodic || domain.contains(similarity.to_local(p)));
  }
  return result;
}

Source uniform_source(const std::vector<Ring>& rings) {
  require_finite(rings);
  Box box;
  for (const Ring& ring : rings) {
    for (const Point p : ring) box.add(p);
  }
  const Similarity similarity = similarity_of(box, "domain");
  std::vector<Ring> local = rings;
  for (Ring& ring : local) {
    for (Point& p : ring) p = similarity.to_local(p);
  }
  Polygon polygon(local);
  if (!(polygon.area() >= kSmallestArea)) {
    throw InvalidArgument(text("domain is too thin: its area is ", polygon.area(),
                               " times the square of its size; expected ", kSmallestArea,
                               " at least"));
  }
  return {Uniform(std::move(polygon)), similarity};
}

Source periodic_uniform_source(const Box& bounds) {
  require_bounds(bounds);
  const Placement at = placed(bounds, true);
  const double area = at.local.width() * at.local.height();
  if (!(area >= kSmallestArea)) {
    throw InvalidArgument(text("bounds are too thin: their area is ", area,
                               " times the square of their size; expected ", kSmallestArea,
                               " at least"));
  }
  return {Uniform(rectangle(at.local)), at.similarity, at.periodic};
}

Source raster_source(const Box& bounds, std::vector<double> values, Index columns, bool is_from_top,
                     bool is_periodic) {
  require_bounds(bounds);
  require_density(values, columns);
  const Index rows = static_cast<Index>(values.size()) / columns;
  const Placement at = placed(bounds, is_periodic);
  require_tiles(at.local, rows, columns, "pixels");
  if (is_from_top) turn_upside_down(values, columns);
  return {Raster(at.local, std::move(values), columns), at.similarity, at.periodic};
}

Source bilinear_source(const Box& bounds, std::vector<double> values, Index columns,
                       bool is_from_top, bool is_periodic) {
  require_bounds(bounds);
  require_density(values, columns);
  const Index rows = static_cast<Index>(values.size()) / columns;
  if (rows < 2 || columns < 2) {
    throw InvalidArgument(text("values has shape (", rows, ", ", columns,
                               "); expected two rows and two columns at least"));
  }
  const Placement at = placed(bounds, is_periodic);
  require_tiles(at.local, rows - 1, columns - 1, "patches");
  if (is_from_top) turn_upside_down(values, columns);
  return {Bilinear(at.local, std::move(values), columns), at.similarity, at.periodic};
}

}  // namespace brenier
