#include "brenier/density/raster.hpp"

#include <algorithm>
#include <limits>

namespace brenier {
namespace {

/// floor(value) in [0, count).
Index bucket(double value, Index count) {
  return static_cast<Index>(std::clamp(value, 0.0, count - 1.0));
}

}  // namespace

Raster::Raster(const Box& box, std::vector<double> values, Index columns)
    : domain_(rectangle(box)),
      low_(box.low),
      rows_(static_cast<Index>(values.size()) / columns),
      columns_(columns),
      values_(std::move(values)) {
  pixel_ = {box.width() / columns_, box.height() / rows_};
  const double largest = *std::max_element(values_.begin(), values_.end());  // sums stay finite
  double total = 0.0;
  for (double& v : values_) total += v /= largest;
  for (double& v : values_) v /= total * pixel_.x * pixel_.y;
  before_.reserve(values_.size());
  for (Index row = 0; row < rows_; ++row) {
    double sum = 0.0;
    for (Index column = 0; column < columns_; ++column) {
      before_.push_back(sum);
      sum += value(row, column) * pixel_.x;
    }
  }
}

Index Raster::column_of(double x) const { return bucket((x - low_.x) / pixel_.x, columns_); }
Index Raster::row_of(double y) const { return bucket((y - low_.y) / pixel_.y, rows_); }

template <class Visit>
void Raster::for_each_piece(Point a, Point b, Visit&& visit) const {
  constexpr double kNever = std::numeric_limits<double>::infinity();
  const Pixel last{row_of(b.y), column_of(b.x)};
  const Index right = b.x > a.x ? 1 : 0, up = b.y > a.y ? 1 : 0;
  Pixel here{row_of(a.y), column_of(a.x)};
  Point p = a;
  while (here.row != last.row || here.column != last.column) {
    // Along a → b, where do the column and the row end?
    const double at_side =
        here.column == last.column ? kNever : (left_of(here.column + right) - a.x) / (b.x - a.x);
    const double at_top =
        here.row == last.row ? kNever : (bottom_of(here.row + up) - a.y) / (b.y - a.y);
    const Point q = a + std::clamp(std::min(at_side, at_top), 0.0, 1.0) * (b - a);
    visit(here, p, q);
    p = q;
    if (at_side <= at_top) {
      here.column += right ? 1 : -1;
    } else {
      here.row += up ? 1 : -1;
    }
  }
  visit(here, p, b);
}

double Raster::mass_along_row(Pixel pixel, double x, double origin, Index origin_column) const {
  const double here = value(pixel.row, pixel.column);
  if (pixel.column == origin_column) return here * (x - origin);
  const Index at = pixel.row * columns_;
  return (before_[at + pixel.column] - before_[at + origin_column]) +
         here * (x - left_of(pixel.column)) -
         value(pixel.row, origin_column) * (origin - left_of(origin_column));
}

Raster::RowIntegrals Raster::along_row(Pixel pixel, double x, double origin,
                                       Index origin_column) const {
  RowIntegrals result{};
  const auto add = [&](Index column, double from, double to) {
    // About the origin, with lengths as they are: no large number is formed and taken away again.
    const double rho = value(pixel.row, column), f = from - origin, t = to - origin;
    result.mass += rho * (to - from);
    result.first += 0.5 * rho * (t - f) * (t + f);
    result.second += rho / 3.0 * (t - f) * (t * t + t * f + f * f);
  };
  const Index step = pixel.column > origin_column ? 1 : -1;
  double from = origin;
  for (Index column = origin_column; column != pixel.column; column += step) {
    const double side = left_of(column + (step > 0 ? 1 : 0));
    add(column, from, side);
    from = side;
  }
  add(pixel.column, from, x);
  return result;
}

double Raster::mass(Point a, Point b, Point origin) const {
  const Index origin_column = column_of(origin.x);
  double result = 0.0;
  for_each_piece(a, b, [&](Pixel pixel, Point p, Point q) {
    result += 0.5 * (q.y - p.y) *
              (mass_along_row(pixel, p.x, origin.x, origin_column) +
               mass_along_row(pixel, q.x, origin.x, origin_column));
  });
  return result;
}

Moments Raster::moments(Point a, Point b, Point origin) const {
  const Index origin_column = column_of(origin.x);
  Moments result;
  for_each_piece(a, b, [&](Pixel pixel, Point p, Point q) {
    // All integrands are cubic along a piece at most, so Simpson's rule is exact.
    const auto add = [&](Point at, double weight) {
      const RowIntegrals row = along_row(pixel, at.x, origin.x, origin_column);
      const double y = at.y - origin.y;
      result += {weight * row.mass,
                 {weight * row.first, weight * y * row.mass},
                 weight * (row.second + y * y * row.mass)};
    };
    const double sixth = (q.y - p.y) / 6.0;
    add(p, sixth);
    add(0.5 * (p + q), 4.0 * sixth);
    add(q, sixth);
  });
  return result;
}

double Raster::line_integral(Point a, Point b) const {
  double result = 0.0;
  for_each_piece(a, b, [&](Pixel pixel, Point p, Point q) {
    result += value(pixel.row, pixel.column) * norm(q - p);
  });
  return result;
}

}  // namespace brenier
