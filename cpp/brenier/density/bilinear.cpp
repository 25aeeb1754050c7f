#include "brenier/density/bilinear.hpp"

#include <algorithm>
#include <cmath>

namespace brenier {
namespace {

double mix(double from, double to, double share) { return from + share * (to - from); }

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
    // Along a row of nodes, from the origin to the patch, and where this ends. Between columns that touch, as
    // within one, no large number is formed and taken away again.
    double start = origin.x, up_to_start_low = 0.0, up_to_start_high = 0.0;
    if (column != origin_column) {
      const Index right = column > origin_column ? 1 : 0;
      const Index leave = origin_column + right, enter = column + 1 - right;
      const double side = grid_.left_of(leave), length = side - origin.x;
      const double middle = place_in_column(origin_column, origin.x + 0.5 * length);
      const auto along = [&](const Node* row) {
        return length * mix(row[origin_column].rho, row[origin_column + 1].rho, middle) +
               (row[enter].before - row[leave].before);
      };
      start = grid_.left_of(enter);
      up_to_start_low = along(low);
      up_to_start_high = along(high);
    }
    const auto along_row_to = [&](Point x) {
      const double length = x.x - start;
      const double middle = place_in_column(column, start + 0.5 * length);
      return mix(up_to_start_low + length * mix(low[column].rho, low[column + 1].rho, middle),
                 up_to_start_high + length * mix(high[column].rho, high[column + 1].rho, middle),
                 place_in_row(patch.row, x.y));
    };
    // A cubic along the piece: Simpson's rule is exact.
    result +=
        (q.y - p.y) / 6.0 * (along_row_to(p) + 4.0 * along_row_to(0.5 * (p + q)) + along_row_to(q));
  });
  return result;
}

Bilinear::RowIntegrals Bilinear::along_row(Patch patch, Point x, double origin,
                                           Index origin_column) const {
  const Node *const low = row_of_nodes(patch.row), *const high = row_of_nodes(patch.row + 1);
  const double height = place_in_row(patch.row, x.y);
  const auto rho_at_side = [&](Index column) {
    return mix(low[column].rho, high[column].rho, height);
  };
  RowIntegrals result{};
  const auto add = [&](Index column, double from, double to) {
    // About the origin, with lengths as they are: no large number is formed and taken away again.
    const double left = rho_at_side(column), right = rho_at_side(column + 1);
    const double rho_f = mix(left, right, place_in_column(column, from));
    const double rho_t = mix(left, right, place_in_column(column, to));
    const double f = from - origin, t = to - origin, length = to - from;
    result.mass += length / 2.0 * (rho_f + rho_t);
    result.first += length / 6.0 * (rho_f * (2.0 * f + t) + rho_t * (f + 2.0 * t));
    result.second +=
        length / 12.0 *
        (rho_f * (3.0 * f * f + 2.0 * f * t + t * t) + rho_t * (f * f + 2.0 * f * t + 3.0 * t * t));
  };
  const Index step = patch.column > origin_column ? 1 : -1;
  double from = origin;
  for (Index column = origin_column; column != patch.column; column += step) {
    const double side = grid_.left_of(column + (step > 0 ? 1 : 0));
    add(column, from, side);
    from = side;
  }
  add(patch.column, from, x.x);
  return result;
}

Moments Bilinear::moments(Point a, Point b, Point origin) const {
  // Integrands have degree 5 along a piece at most: Gauss's rule with three points is exact.
  const double off_center = 0.1 * std::sqrt(15.0);
  const Index origin_column = grid_.column_of(origin.x);
  Moments result;
  grid_.for_each_piece(a, b, [&](Patch patch, Point p, Point q) {
    const auto add = [&](double place, double weight) {
      const Point at = p + place * (q - p);
      const RowIntegrals row = along_row(patch, at, origin.x, origin_column);
      const double y = at.y - origin.y;
      result += {weight * row.mass,
                 {weight * row.first, weight * y * row.mass},
                 weight * (row.second + y * y * row.mass)};
    };
    const double eighteenth = (q.y - p.y) / 18.0;
    add(0.5 - off_center, 5.0 * eighteenth);
    add(0.5, 8.0 * eighteenth);
    add(0.5 + off_center, 5.0 * eighteenth);
  });
  return result;
}

double Bilinear::rho(Patch patch, Point x) const {
  // Clamped, so that no rounding error makes a density of 0 a negative one.
  const double across = std::clamp(place_in_column(patch.column, x.x), 0.0, 1.0);
  const double up = std::clamp(place_in_row(patch.row, x.y), 0.0, 1.0);
  const Node* const low = row_of_nodes(patch.row) + patch.column;
  const Node* const high = row_of_nodes(patch.row + 1) + patch.column;
  return mix(mix(low[0].rho, low[1].rho, across), mix(high[0].rho, high[1].rho, across), up);
}

double Bilinear::line_integral(Point a, Point b) const {
  double result = 0.0;
  grid_.for_each_piece(a, b, [&](Patch patch, Point p, Point q) {
    // A quadratic along the piece: Simpson's rule is exact.
    result += norm(q - p) / 6.0 * (rho(patch, p) + 4.0 * rho(patch, 0.5 * (p + q)) + rho(patch, q));
  });
  return result;
}

}  // namespace brenier
