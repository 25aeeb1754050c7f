#include "brenier/plane/problem/quantile_weights.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "brenier/plane/measure/source_piece.hpp"
#include "brenier/plane/problem/settings.hpp"

namespace brenier {
namespace {

/// A straight line, and places along it.
struct Line {
  Point origin;
  Point direction;  // of length 1

  double along(Point p) const { return dot(p - origin, direction); }
  double beside(Point p) const { return cross(direction, p - origin); }
};

/// From the first to the last point, by x and then by y.
Line line_through(std::span<const Point> points) {
  const auto [first, last] =
      std::minmax_element(points.begin(), points.end(),
                          [](Point p, Point q) { return p.x < q.x || (p.x == q.x && p.y < q.y); });
  const Point way = *last - *first;
  return {*first, (1.0 / norm(way)) * way};
}

/// Without putting them in order: may they be on a line at all?
bool are_near(const Line& line, std::span<const Point> points) {
  double length = 0.0, beside = 0.0;
  for (const Point p : points) {
    length = std::max(length, line.along(p));
    beside = std::max(beside, std::abs(line.beside(p)));
  }
  return beside <= StartConstants::kBesideLine * length;
}

/// The points in order along the line; none if the way from one to the next leads aside.
std::vector<Index> in_order(const Line& line, std::span<const Point> points) {
  std::vector<Index> order(points.size());
  std::iota(order.begin(), order.end(), Index{0});
  std::sort(order.begin(), order.end(),
            [&](Index i, Index j) { return line.along(points[i]) < line.along(points[j]); });
  for (std::size_t k = 1; k < order.size(); ++k) {
    const Point way = points[order[k]] - points[order[k - 1]];
    if (std::abs(cross(line.direction, way)) >
        StartConstants::kBesideLine * std::abs(dot(line.direction, way))) {
      return {};
    }
  }
  return order;
}

/// Cuts a piece of the source across a line, so that the first part has a given mass.
class Cutter {
 public:
  explicit Cutter(const Line& line) : line_(line) {}

  /// The place of the cut, by false position with Illinois's weights.
  double place(const SourcePiece& piece, double wanted) const {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (const Ring& ring : piece.rings()) {
      for (const Point p : ring) {
        low = std::min(low, line_.along(p));
        high = std::max(high, line_.along(p));
      }
    }
    double at_low = -wanted, at_high = piece.mass() - wanted;
    if (!(at_high > 0.0)) return high;
    // What rounding may do, of quadrature too, and of the place.
    constexpr double kRounding = 1e-14;
    constexpr int kMostTrials = 60;
    const double size = std::max({std::abs(low), std::abs(high), high - low});
    const double near = kRounding * piece.mass() + std::numeric_limits<double>::epsilon() * size *
                                                       (piece.mass() / (high - low));
    int side = 0;
    double middle = low;
    for (int trial = 0; trial < kMostTrials; ++trial) {
      middle = std::clamp(high - at_high / (at_high - at_low) * (high - low), low, high);
      if (trial % 10 == 9) middle = 0.5 * (low + high);
      if (!(low < middle && middle < high)) break;
      const double at_middle = first_part(piece, middle).mass() - wanted;
      if (std::abs(at_middle) <= near) break;
      if (at_middle < 0.0) {
        low = middle;
        at_low = at_middle;
        if (side == -1) at_high *= 0.5;
        side = -1;
      } else {
        high = middle;
        at_high = at_middle;
        if (side == 1) at_low *= 0.5;
        side = 1;
      }
    }
    return middle;
  }

  SourcePiece first_part(const SourcePiece& piece, double place) const {
    return piece.beyond(-1.0 * line_.direction, -offset(place));
  }
  SourcePiece last_part(const SourcePiece& piece, double place) const {
    return piece.beyond(line_.direction, offset(place));
  }

 private:
  double offset(double place) const { return place + dot(line_.origin, line_.direction); }

  const Line& line_;
};

/// Where the cells of points in order along a line have their borders. Pieces are halved, with a
/// border of the middle cell, and the halves again: so no rounding error is carried far.
std::vector<double> borders(const Line& line, std::span<const double> masses, const Density& source,
                            const CheckInterrupt& interrupt) {
  struct Task {
    SourcePiece piece;
    std::size_t begin, end;  // cells
  };
  const Cutter cutter(line);
  std::vector<double> result(masses.size() - 1);
  std::vector<Task> tasks{{SourcePiece(source), 0, masses.size()}};
  while (!tasks.empty()) {
    check(interrupt);
    const Task task = std::move(tasks.back());
    tasks.pop_back();
    if (task.end - task.begin < 2) continue;
    const std::size_t middle = (task.begin + task.end) / 2;
    const auto sum = [&](std::size_t from, std::size_t to) {
      return std::accumulate(masses.begin() + from, masses.begin() + to, 0.0);
    };
    const double first = sum(task.begin, middle), last = sum(middle, task.end);
    const double place = cutter.place(task.piece, task.piece.mass() * (first / (first + last)));
    result[middle - 1] = place;
    tasks.push_back({cutter.first_part(task.piece, place), task.begin, middle});
    tasks.push_back({cutter.last_part(task.piece, place), middle, task.end});
  }
  return result;
}

}  // namespace

std::vector<double> quantile_weights(std::span<const Point> points, std::span<const double> masses,
                                     const Density& source, const CheckInterrupt& interrupt) {
  if (points.size() < 3) return {};
  const Line line = line_through(points);
  if (!are_near(line, points)) return {};
  const std::vector<Index> order = in_order(line, points);
  if (order.empty()) return {};
  std::vector<double> ordered;
  ordered.reserve(order.size());
  for (const Index k : order) ordered.push_back(masses[k]);
  const std::vector<double> places = borders(line, ordered, source, interrupt);
  std::vector<double> weights(points.size(), 0.0);
  for (std::size_t k = 0; k + 1 < order.size(); ++k) {
    const Point y = points[order[k]], z = points[order[k + 1]];
    weights[order[k + 1]] =
        weights[order[k]] +
        dot(z - y, line.direction) * (line.along(y) + line.along(z) - 2.0 * places[k]);
  }
  return weights;
}

}  // namespace brenier
