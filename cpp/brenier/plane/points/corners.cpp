#include "brenier/plane/points/corners.hpp"

#include "brenier/double_double.hpp"
#include "brenier/plane/points/box.hpp"

namespace brenier {
namespace {

/// Powers of two by which both axes are stretched, each for itself, so that the triangle is at
/// least 1 wide and 1 high. That leaves shares as they are, and products of a side that is nearly
/// parallel to an axis do not underflow.
struct Stretch {
  int x, y;

  explicit Stretch(const Corners& corners) {
    const Box box = box_of(corners);
    x = exponent_of(box.high.x - box.low.x);
    y = exponent_of(box.high.y - box.low.y);
  }
  static int exponent_of(double length) {
    return length > 0.0 && length < 1.0 ? -std::ilogb(length) : 0;
  }
};

/// (x, y), stretched, and times a power of two with which it is about 1 long: it may be short
/// beside the triangle.
struct Vector {
  int exponent;
  DoubleDouble x, y;

  Vector(Point from, Point to, const Stretch& stretch)
      : x(times_power_of_two(two_difference(to.x, from.x), stretch.x)),
        y(times_power_of_two(two_difference(to.y, from.y), stretch.y)) {
    exponent = std::ilogb(norm({x.high, y.high}));
    x = times_power_of_two(x, -exponent);
    y = times_power_of_two(y, -exponent);
  }
};

DoubleDouble cross(const Vector& a, const Vector& b) { return a.x * b.y - a.y * b.x; }

}  // namespace

std::array<double, 3> barycentric(const Corners& corners, Point x) {
  const Stretch stretch(corners);
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
    const Vector u(origin, corners[second], stretch), v(origin, corners[third], stretch),
        p(origin, x, stretch);
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
