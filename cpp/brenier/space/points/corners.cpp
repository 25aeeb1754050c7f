#include "brenier/space/points/corners.hpp"

#include "brenier/double_double.hpp"

namespace brenier::space {
namespace {

/// A difference times a power of two, with which it is about 1 long: it may be 1e-300.
struct ScaledVector {
  int exponent;
  std::array<DoubleDouble, 3> part;

  ScaledVector(Point from, Point to) : exponent(std::ilogb(largest_coordinate(to - from))) {
    const auto scaled = [&](double a, double b) {
      const DoubleDouble d = two_difference(a, b);
      return DoubleDouble{std::ldexp(d.high, -exponent), std::ldexp(d.low, -exponent)};
    };
    part = {scaled(to.x, from.x), scaled(to.y, from.y), scaled(to.z, from.z)};
  }
};

DoubleDouble determinant(const ScaledVector& a, const ScaledVector& b, const ScaledVector& c) {
  const auto& [u, v, w] = std::array{a.part, b.part, c.part};
  return u[0] * (v[1] * w[2] - v[2] * w[1]) + u[1] * (v[2] * w[0] - v[0] * w[2]) +
         u[2] * (v[0] * w[1] - v[1] * w[0]);
}

/// The corner whose edges have the least product of lengths: the others' may be nearly parallel.
int corner_of_short_edges(const Corners& corners) {
  const auto product = [&](int i) {
    double result = 1.0;
    for (int j = 0; j < 4; ++j) {
      if (j != i) result *= norm(corners[j] - corners[i]);
    }
    return result;
  };
  int best = 0;
  for (int i = 1; i < 4; ++i) {
    if (product(i) < product(best)) best = i;
  }
  return best;
}

}  // namespace

std::array<double, 4> barycentric(const Corners& corners, Point x) {
  std::array<double, 4> result{};
  for (int k = 0; k < 4; ++k) {
    if (x == corners[k]) {
      result[k] = 1.0;
      return result;
    }
  }
  const int origin = corner_of_short_edges(corners);
  std::array<int, 3> others{};
  for (int k = 0, place = 0; k < 4; ++k) {
    if (k != origin) others[place++] = k;
  }
  const auto edge = [&](int k) { return ScaledVector(corners[origin], corners[others[k]]); };
  const std::array edges{edge(0), edge(1), edge(2)};
  const ScaledVector to_x(corners[origin], x);
  const DoubleDouble volume = determinant(edges[0], edges[1], edges[2]);
  double left = 1.0;
  for (int k = 0; k < 3; ++k) {
    std::array with_x = edges;
    with_x[k] = to_x;
    const DoubleDouble part = determinant(with_x[0], with_x[1], with_x[2]);
    const int exponent = to_x.exponent - edges[k].exponent;
    const double share = volume.high == 0.0 ? 0.0 : std::ldexp(quotient(part, volume), exponent);
    // What is below 0, or above what is left, is so by rounding.
    result[others[k]] = std::clamp(share, 0.0, left);
    left -= result[others[k]];
  }
  result[origin] = left;
  return result;
}

}  // namespace brenier::space
