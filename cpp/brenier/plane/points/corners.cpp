#include "brenier/plane/points/corners.hpp"

#include "brenier/double_double.hpp"
#include "brenier/plane/points/triangle.hpp"

namespace brenier {
namespace {

/// (x, y) times a power of two, with which it is about 1 long: differences may be 1e-300.
struct Vector {
  int exponent;
  DoubleDouble x, y;

  Vector(Point from, Point to) : exponent(std::ilogb(norm(to - from))) {
    const auto scaled = [&](DoubleDouble d) {
      return DoubleDouble{std::ldexp(d.high, -exponent), std::ldexp(d.low, -exponent)};
    };
    x = scaled(two_difference(to.x, from.x));
    y = scaled(two_difference(to.y, from.y));
  }
};

DoubleDouble cross(const Vector& a, const Vector& b) { return a.x * b.y - a.y * b.x; }

}  // namespace

std::array<double, 3> barycentric(const Corners& corners, Point x) {
  const auto length = [&](int k) { return norm(corners[next(k)] - corners[k]); };
  // From an end of the shortest side: the long ones may be parallel but for rounding.
  int first = 0;
  for (int k = 1; k < 3; ++k) {
    if (length(k) < length(first)) first = k;
  }
  const int second = next(first), third = previous(first);
  const Point origin = corners[first];
  std::array<double, 3> result{};
  if (!(x == origin)) {
    const Vector u(origin, corners[second]), v(origin, corners[third]), p(origin, x);
    const DoubleDouble area = cross(u, v);
    const auto share = [&](DoubleDouble part, const Vector& side) {
      return area.high > 0.0 ? std::ldexp(quotient(part, area), p.exponent - side.exponent) : 0.0;
    };
    // What is below 0, or above 1, is so by rounding.
    result[third] = std::clamp(share(cross(u, p), v), 0.0, 1.0);
    result[second] = std::clamp(share(cross(p, v), u), 0.0, 1.0 - result[third]);
  }
  result[first] = 1.0 - result[second] - result[third];
  return result;
}

}  // namespace brenier
