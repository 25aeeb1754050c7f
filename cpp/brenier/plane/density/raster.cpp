#include "brenier/plane/density/raster.hpp"

#include <algorithm>

namespace brenier {

Raster::Raster(const Box& box, std::vector<double> values, Index columns)
    : grid_(box, static_cast<Index>(values.size()) / columns, columns), values_(std::move(values)) {
  const Point pixel = grid_.tile_size();
  const double largest = *std::max_element(values_.begin(), values_.end());  // sums stay finite
  double total = 0.0;
  for (double& v : values_) total += v /= largest;
  for (double& v : values_) v /= total * pixel.x * pixel.y;
  before_.reserve(values_.size());
  for (Index row = 0; row < grid_.rows(); ++row) {
    double sum = 0.0;
    for (Index column = 0; column < grid_.columns(); ++column) {
      before_.push_back(sum);
      sum += value(row, column) * pixel.x;
    }
  }
}

double Raster::mass_along_row(Pixel pixel, double x, double origin, Index origin_column) const {
  const double here = value(pixel.row, pixel.column);
  if (pixel.column == origin_column) return here * (x - origin);
  const Index at = pixel.row * grid_.columns();
  return (before_[at + pixel.column] - before_[at + origin_column]) +
         here * (x - grid_.left_of(pixel.column)) -
         value(pixel.row, origin_column) * (origin - grid_.left_of(origin_column));
}

RowIntegrals Raster::along_row(Pixel pixel, double x, double origin, Index origin_column) const {
  RowIntegrals result;
  const auto add = [&](Index column, double from, double to) {
    const double rho = value(pixel.row, column);
    result += row_integrals(from, to, rho, rho);
  };
  const Index step = pixel.column > origin_column ? 1 : -1;
  double from = 0.0;
  for (Index column = origin_column; column != pixel.column; column += step) {
    const double side = grid_.left_of(column + (step > 0 ? 1 : 0)) - origin;
    add(column, from, side);
    from = side;
  }
  add(pixel.column, from, x);
  return result;
}

double Raster::mass(Point a, Point b, Point origin) const {
  const Index origin_column = grid_.column_of(origin.x);
  double result = 0.0;
  grid_.for_each_piece(a, b, [&](Pixel pixel, Point p, Point q) {
    result += 0.5 * (q.y - p.y) *
              (mass_along_row(pixel, p.x, origin.x, origin_column) +
               mass_along_row(pixel, q.x, origin.x, origin_column));
  });
  return result;
}

Moments Raster::moments(Point a, Point b, Point origin) const {
  const Index origin_column = grid_.column_of(origin.x);
  Moments result;
  grid_.for_each_piece(a, b, [&](Pixel pixel, Point p, Point q) {
    // All integrands are cubic along a piece at most, so Simpson's rule is exact. From the origin,
    // not from the middle of the domain, where a small cell would lose its digits.
    const Point from = p - origin, to = q - origin;
    const auto add = [&](Point at, double weight) {
      result += along_row(pixel, at.x, origin.x, origin_column).flux(at.y, weight);
    };
    const double sixth = (q.y - p.y) / 6.0;
    add(from, sixth);
    add(0.5 * (from + to), 4.0 * sixth);
    add(to, sixth);
  });
  return result;
}

double Raster::line_integral(Point a, Point b) const {
  double result = 0.0;
  grid_.for_each_piece(a, b, [&](Pixel pixel, Point p, Point q) {
    result += value(pixel.row, pixel.column) * norm(q - p);
  });
  return result;
}

}  // namespace brenier
