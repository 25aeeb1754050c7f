#include "brenier/plane/density/bilinear.hpp"

#include <algorithm>

#include "brenier/plane/density/row_integrals.hpp"

namespace brenier {
namespace {

double mix(double from, double to, double share) { return from + share * (to - from); }

RowIntegrals mix(const RowIntegrals& from, const RowIntegrals& to, double share) {
  return {mix(from.mass, to.mass, share), mix(from.first, to.first, share),
          mix(from.second, to.second, share)};
}

}  // namespace

Bilinear::Bilinear(const Box& box, std::vector<double> values, Index columns)
    : grid_(box, static_cast<Index>(values.size()) / columns - 1, columns - 1),
      patches_per_length_{1.0 / grid_.tile_size().x, 1.0 / grid_.tile_size().y} {
  const Point patch = grid_.tile_size();
  const double largest = *std::max_element(values.begin(), values.end());  // sums stay finite
  nodes_.reserve(values.size());
  double total = 0.0;
  for (Index row = 0; row <= grid_.rows(); ++row) {
    double before = 0.0;
    for (Index column = 0; column < columns; ++column) {
      const double rho = values[nodes_.size()] / largest;
      if (column > 0) before += 0.5 * (nodes_.back().rho + rho) * patch.x;
      nodes_.push_back({rho, before});
    }
    total += (row == 0 || row == grid_.rows() ? 0.5 : 1.0) * before * patch.y;
  }
  for (Node& node : nodes_) node = {node.rho / total, node.before / total};
}

double Bilinear::mass(Point a, Point b, Point origin) const {
  const Index origin_column = grid_.column_of(origin.x);
  double result = 0.0;
  grid_.for_each_piece(a, b, [&](Patch patch, Point p, Point q) {
    const Index column = patch.column;
    const Node *const low = row_of_nodes(patch.row), *const high = row_of_nodes(patch.row + 1);
    // Along the rows of nodes from the origin to the patch, which begins at `start`. Between
    // columns that touch, as within one, no large number is formed and taken away again.
    double start = origin.x, low_to_start = 0.0, high_to_start = 0.0;
    if (column != origin_column) {
      const Index right = column > origin_column ? 1 : 0;
      const Index leave = origin_column + right, enter = column + 1 - right;
      const double length = grid_.left_of(leave) - origin.x;
      const double half_way = place_in_column(origin_column, origin.x + 0.5 * length);
      const auto to_start = [&](const Node* row) {
        return length * mix(row[origin_column].rho, row[origin_column + 1].rho, half_way) +
               (row[enter].before - row[leave].before);
      };
      start = grid_.left_of(enter);
      low_to_start = to_start(low);
      high_to_start = to_start(high);
    }
    // Along a row of nodes the integral is quadratic in x, and between the rows linear in y. Its
    // mean over the piece: (x - middle)² is extent² / 12 on average, and (x - middle)(y - middle)
    // likewise.
    const Point middle = 0.5 * (p + q), extent = q - p;
    const double length = (p.x - start) + 0.5 * extent.x;  // `middle` has lost digits
    const double half_way = place_in_column(column, start + 0.5 * length);
    const double place = place_in_column(column, middle.x);
    const double square = extent.x * extent.x * patches_per_length_.x / 24.0;
    const double product = extent.x * extent.y * patches_per_length_.y / 12.0;
    const double low_rise = low[column + 1].rho - low[column].rho;
    const double high_rise = high[column + 1].rho - high[column].rho;
    const double low_mean =
        low_to_start + length * (low[column].rho + half_way * low_rise) + square * low_rise;
    const double high_mean =
        high_to_start + length * (high[column].rho + half_way * high_rise) + square * high_rise;
    const double slant = (high[column].rho - low[column].rho) + place * (high_rise - low_rise);
    result +=
        extent.y * (mix(low_mean, high_mean, place_in_row(patch.row, middle.y)) + product * slant);
  });
  return result;
}

Moments Bilinear::moments(Point a, Point b, Point origin) const {
  // Integrands have degree 5 along a piece at most: Gauss's rule with three points is exact.
  constexpr double off_center = 0.38729833462074169;  // √15 / 10
  const Index origin_column = grid_.column_of(origin.x);
  Moments result;
  grid_.for_each_piece(a, b, [&](Patch patch, Point p, Point q) {
    const Node *const low = row_of_nodes(patch.row), *const high = row_of_nodes(patch.row + 1);
    const auto rho = [&](const Node* row, Index column, double x) {
      return mix(row[column].rho, row[column + 1].rho, place_in_column(column, x));
    };
    double start = origin.x;
    RowIntegrals low_to_start, high_to_start;
    const Index step = patch.column > origin_column ? 1 : -1;
    for (Index column = origin_column; column != patch.column; column += step) {
      const Index leave = column + (step > 0 ? 1 : 0);
      const double side = grid_.left_of(leave), f = start - origin.x, t = side - origin.x;
      low_to_start += row_integrals(f, t, rho(low, column, start), low[leave].rho);
      high_to_start += row_integrals(f, t, rho(high, column, start), high[leave].rho);
      start = side;
    }
    const double low_at_start = rho(low, patch.column, start);
    const double high_at_start = rho(high, patch.column, start);
    const auto add = [&](double place, double weight) {
      const Point extent = q - p, at = p + place * extent;
      const Point arm = (p - origin) + place * extent;  // has digits that `at` has lost
      const double up = place_in_row(patch.row, at.y);
      RowIntegrals row =
          row_integrals(start - origin.x, arm.x, mix(low_at_start, high_at_start, up),
                        mix(rho(low, patch.column, at.x), rho(high, patch.column, at.x), up));
      row += mix(low_to_start, high_to_start, up);
      result += row.flux(arm.y, weight);
    };
    const double eighteenth = (q.y - p.y) / 18.0;
    add(0.5 - off_center, 5.0 * eighteenth);
    add(0.5, 8.0 * eighteenth);
    add(0.5 + off_center, 5.0 * eighteenth);
  });
  return result;
}

double Bilinear::line_integral(Point a, Point b) const {
  double result = 0.0;
  grid_.for_each_piece(a, b, [&](Patch patch, Point p, Point q) {
    const Node* const low = row_of_nodes(patch.row) + patch.column;
    const Node* const high = row_of_nodes(patch.row + 1) + patch.column;
    // The mean of ρ over the piece is that in its middle, and what the product of x and y has more.
    const Point middle = 0.5 * (p + q), extent = q - p;
    const double product =
        extent.x * patches_per_length_.x * extent.y * patches_per_length_.y / 12.0;
    const double low_rise = low[1].rho - low[0].rho, high_rise = high[1].rho - high[0].rho;
    const double place = place_in_column(patch.column, middle.x);
    const double mean = mix(low[0].rho + place * low_rise, high[0].rho + place * high_rise,
                            place_in_row(patch.row, middle.y)) +
                        product * (high_rise - low_rise);
    // A density of 0 may have become a negative one, by a rounding error.
    result += norm(extent) * std::max(mean, 0.0);
  });
  return result;
}

}  // namespace brenier
