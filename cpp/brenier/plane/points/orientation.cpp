#include "brenier/plane/points/orientation.hpp"

#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>

#include <array>

#include "brenier/double_double.hpp"
#include "brenier/plane/points/exact_numbers.hpp"

namespace brenier {
namespace {

int sign(double value) { return (value > 0.0) - (value < 0.0); }

/// The sign of a sum of doubles without rounding error, by growing an expansion whose components
/// do not overlap [shewchuk1997]; the last one that is not zero has the sum's sign.
template <std::size_t N>
int sign_of_sum(const std::array<double, N>& terms) {
  std::array<double, N> expansion{};
  for (std::size_t count = 0; count < N; ++count) {
    double carry = terms[count];
    for (std::size_t k = 0; k < count; ++k) {
      const DoubleDouble sum = two_sum(carry, expansion[k]);
      expansion[k] = sum.low;
      carry = sum.high;
    }
    expansion[count] = carry;
  }
  for (std::size_t k = N; k-- > 0;) {
    if (expansion[k] != 0.0) return sign(expansion[k]);
  }
  return 0;
}

/// Are the expansion's products free of underflow and overflow?
bool is_moderate(Point p) {
  constexpr double kLeast = 1e-140, kMost = 1e140;
  const auto moderate = [](double value) {
    return value == 0.0 || (std::abs(value) > kLeast && std::abs(value) < kMost);
  };
  return moderate(p.x) && moderate(p.y);
}

/// The sign of the first that is not zero, given as "is it positive?".
bool first_positive(double a, double b) { return a != 0.0 ? a > 0.0 : b > 0.0; }

}  // namespace

int exact_orientation(Point a, Point b, Point c) {
  // On a line along an axis, as grids have them.
  if ((a.x == c.x || b.y == c.y) && (a.y == c.y || b.x == c.x)) return 0;
  if (!is_moderate(a) || !is_moderate(b) || !is_moderate(c)) {
    using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;
    require_memory_for_exact_numbers();
    const auto cgal = [](Point p) { return Kernel::Point_2(p.x, p.y); };
    return Kernel().orientation_2_object()(cgal(a), cgal(b), cgal(c));
  }
  const DoubleDouble t0 = two_product(a.x, b.y);
  const DoubleDouble t1 = two_product(-a.x, c.y);
  const DoubleDouble t2 = two_product(-c.x, b.y);
  const DoubleDouble t3 = two_product(-a.y, b.x);
  const DoubleDouble t4 = two_product(a.y, c.x);
  const DoubleDouble t5 = two_product(c.y, b.x);
  return sign_of_sum(std::array{t0.low, t1.low, t2.low, t3.low, t4.low, t5.low, t0.high, t1.high,
                                t2.high, t3.high, t4.high, t5.high});
}

bool is_between_rays(Point at, Point a, Point b, Point x) {
  // From a to b it is less than half a turn, or else from b to a, or half a turn either way.
  if (orientation(at, a, b) > 0) return orientation(at, a, x) > 0 && orientation(at, x, b) > 0;
  return !(orientation(at, b, x) > 0 && orientation(at, x, a) > 0);
}

bool left_of_domain_edge_by_move(Point p, Point q) {
  // The edge moves by (ε, ε²): cross(q - p, x - v - p) changes by -cross(q - p, v).
  return first_positive(q.y - p.y, p.x - q.x);
}

bool left_of_diagram_edge_by_move(Point direction) {
  // The point moves by (ε, ε²): cross(b - a, p + v - a) changes by cross(b - a, v).
  return first_positive(-direction.y, direction.x);
}

bool left_of_domain_edge(Point p, Point q, Point x) {
  const int side = orientation(p, q, x);
  return side != 0 ? side > 0 : left_of_domain_edge_by_move(p, q);
}

bool left_of_diagram_edge(Point a, Point b, Point p) {
  const int side = orientation(a, b, p);
  return side != 0 ? side > 0 : left_of_diagram_edge_by_move(b - a);
}

}  // namespace brenier
