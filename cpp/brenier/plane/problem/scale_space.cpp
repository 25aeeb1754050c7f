#include "brenier/plane/problem/scale_space.hpp"

#include <algorithm>
#include <cmath>

#include "brenier/plane/measure/lattice.hpp"
#include "brenier/plane/problem/settings.hpp"

namespace brenier {
namespace {

struct Pixels {
  Box box;
  Index columns;
  Index rows;

  Point pixel() const { return {box.width() / columns, box.height() / rows}; }
};

Pixels pixels_over(const Box& box, Index count) {
  const double pixel = box.size() / count;
  const auto along = [&](double length) {
    return std::max<Index>(1, static_cast<Index>(std::lround(length / pixel)));
  };
  return {box, along(box.width()), along(box.height())};
}

/// The masses of a grid's pixels, from a lattice with one more of them on each side: what is beyond
/// the box belongs to those.
std::vector<double> pixel_masses(const Pixels& grid, const Density& source, int workers,
                                 const CheckInterrupt& interrupt) {
  const Point pixel = grid.pixel();
  const Lattice lattice{
      grid.box.low - pixel, {pixel.x, 0.0}, {0.0, pixel.y}, grid.columns + 2, grid.rows + 2};
  const std::vector<double> masses = cell_masses(lattice, source, workers, interrupt);
  std::vector<double> result;
  result.reserve(static_cast<std::size_t>(grid.columns) * grid.rows);
  for (Index row = 1; row <= grid.rows; ++row) {
    const auto begin = masses.begin() + row * lattice.columns + 1;
    result.insert(result.end(), begin, begin + grid.columns);
  }
  return result;
}

/// The part of [low, high] that is left when `cut` is taken away from the masses of equal pieces at
/// both ends.
void shorten(double& low, double& high, const std::vector<double>& masses, double cut) {
  const double piece = (high - low) / static_cast<double>(masses.size());
  std::size_t first = 0, last = masses.size();
  for (double sum = 0.0; last - first > 1 && (sum += masses[first]) <= cut;) ++first;
  for (double sum = 0.0; last - first > 1 && (sum += masses[last - 1]) <= cut;) --last;
  high = low + piece * static_cast<double>(last);
  low += piece * static_cast<double>(first);
}

/// Is the box so large, for where it lies, that rounding leaves the pixels of a fine grid apart?
bool can_hold_pixels(const Box& box) {
  constexpr double kSmallest = 1e-10, kThinnest = 1e-13;
  const double largest = norm(box.center()) + box.size();
  return box.size() > kSmallest * largest &&
         std::min(box.width(), box.height()) > kThinnest * largest;
}

/// The box outside of which there is next to no mass, unless that is too small for pixels.
Box box_with_mass(const Density& source, double cut, int workers, const CheckInterrupt& interrupt) {
  Box box = domain_of(source).polygon().box();
  while (true) {
    const Pixels grid = pixels_over(box, ScaleSpaceConstants::kFewestPixels);
    const std::vector<double> masses = pixel_masses(grid, source, workers, interrupt);
    std::vector<double> of_columns(grid.columns, 0.0), of_rows(grid.rows, 0.0);
    for (std::size_t k = 0; k < masses.size(); ++k) {
      of_columns[k % grid.columns] += masses[k];
      of_rows[k / grid.columns] += masses[k];
    }
    Box shorter = box;
    shorten(shorter.low.x, shorter.high.x, of_columns, cut);
    shorten(shorter.low.y, shorter.high.y, of_rows, cut);
    const bool is_much = shorter.width() * shorter.height() < 0.5 * box.width() * box.height();
    if (!can_hold_pixels(shorter)) return box;
    box = shorter;
    if (!is_much) return box;
  }
}

/// The means over 2 radius + 1 neighbours of every `stride`th value: as far as they exist, or
/// around a circle.
void average(double* values, Index count, Index stride, Index radius, bool is_periodic,
             std::vector<double>& sums) {
  sums.assign(1, 0.0);
  if (!is_periodic) {
    for (Index k = 0; k < count; ++k) sums.push_back(sums.back() + values[k * stride]);
    for (Index k = 0; k < count; ++k) {
      const Index begin = std::max(k - radius, Index{0}), end = std::min(k + radius + 1, count);
      values[k * stride] = (sums[end] - sums[begin]) / (end - begin);
    }
    return;
  }
  radius = std::min(radius, (count - 1) / 2);  // no value twice
  for (Index k = 0; k < count + 2 * radius; ++k) {
    sums.push_back(sums.back() + values[(k + count - radius) % count * stride]);
  }
  const Index width = 2 * radius + 1;
  for (Index k = 0; k < count; ++k) values[k * stride] = (sums[k + width] - sums[k]) / width;
}

/// Three averages over squares: nearly a Gaussian blur.
std::vector<double> blurred(std::vector<double> values, Index columns, Index radius,
                            bool is_periodic) {
  const Index rows = static_cast<Index>(values.size()) / columns;
  std::vector<double> sums;
  for (int pass = 0; pass < 3; ++pass) {
    for (Index row = 0; row < rows; ++row) {
      average(values.data() + row * columns, columns, 1, radius, is_periodic, sums);
    }
    for (Index column = 0; column < columns; ++column) {
      average(values.data() + column, rows, columns, radius, is_periodic, sums);
    }
  }
  return values;
}

/// All the same where the values have no sum, as of a source whose mass is in a place too small for
/// pixels.
std::vector<double> relative_to_mean(std::vector<double> values) {
  double total = 0.0;
  for (const double value : values) total += value;
  if (!(total > 0.0)) return std::vector<double>(values.size(), 1.0);
  for (double& value : values) value *= static_cast<double>(values.size()) / total;
  return values;
}

/// At the corners of the pixels, the means of those that meet there.
std::vector<double> at_corners(const std::vector<double>& values, Index columns, bool is_periodic) {
  const Index rows = static_cast<Index>(values.size()) / columns;
  const auto number = [&](Index k, Index count) {
    return is_periodic ? (k + count) % count : std::clamp(k, Index{0}, count - 1);
  };
  std::vector<double> result;
  for (Index row = 0; row <= rows; ++row) {
    const double* below = values.data() + number(row - 1, rows) * columns;
    const double* above = values.data() + number(row, rows) * columns;
    for (Index column = 0; column <= columns; ++column) {
      const Index left = number(column - 1, columns), right = number(column, columns);
      result.push_back(0.25 * (below[left] + below[right] + above[left] + above[right]));
    }
  }
  return result;
}

}  // namespace

PlanarScaleSpace::PlanarScaleSpace(const Density& source, std::span<const double> targets,
                                   int workers, const CheckInterrupt& interrupt, bool is_periodic)
    : source_(source),
      cells_(static_cast<Index>(targets.size())),
      workers_(workers),
      interrupt_(interrupt),
      is_periodic_(is_periodic),
      box_(is_periodic ? domain_of(source).polygon().box()
                       : box_with_mass(source,
                                       ScaleSpaceConstants::kMassCut *
                                           *std::min_element(targets.begin(), targets.end()),
                                       workers, interrupt)),
      present_(std::make_shared<const SmoothDensity>(Uniform(rectangle(box_)))) {
  sample(ScaleSpaceConstants::kFewestPixels);
  const auto [low, high] = std::minmax_element(pixels_.begin(), pixels_.end());
  is_flat_ = *high - *low <= ScaleSpaceConstants::kFlat;
}

void PlanarScaleSpace::sample(Index pixels) {
  const Pixels grid = pixels_over(box_, pixels);
  columns_ = grid.columns;
  radius_ = 0.5 * std::max(grid.columns, grid.rows);
  pixels_ = relative_to_mean(pixel_masses(grid, source_, workers_, interrupt_));
}

/// On pixels as fine as cells are where most of the mass is, by the mean of v²: that takes time,
/// and many solves never go beyond the first density.
void PlanarScaleSpace::sample_finely() {
  double mean_square = 0.0;
  for (const double v : pixels_) mean_square += v * v / static_cast<double>(pixels_.size());
  const auto pixels =
      static_cast<Index>(ScaleSpaceConstants::kPixelsPerCell * std::sqrt(cells_ * mean_square));
  sample(std::clamp(pixels, ScaleSpaceConstants::kFewestPixels, ScaleSpaceConstants::kMostPixels));
}

bool PlanarScaleSpace::sharpen() {
  if (blurred_.empty()) {
    if (!is_flat_) sample_finely();
    blurred_.assign(pixels_.size(), 1.0);
  }
  if (radius_ < 0.5) return false;
  const std::vector<double> next =
      relative_to_mean(blurred(pixels_, columns_, static_cast<Index>(radius_), is_periodic_));
  for (std::size_t k = 0; k < next.size(); ++k) {
    blurred_[k] =
        ScaleSpaceConstants::kKept * blurred_[k] + (1.0 - ScaleSpaceConstants::kKept) * next[k];
  }
  present_ = std::make_shared<const SmoothDensity>(
      Bilinear(box_, at_corners(blurred_, columns_, is_periodic_), columns_ + 1));
  radius_ *= ScaleSpaceConstants::kFiner;
  return true;
}

}  // namespace brenier
