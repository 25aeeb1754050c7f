// Arithmetic in pairs of doubles (about 106 bits), after Dekker (1971) and Knuth (TAOCP 2, 4.2.2).
//
// Only + - * and powers of two are used, in the order written, so the results are the same on every
// machine that follows IEEE 754; no compiler flag may relax that (see CMakeLists.txt).
#pragma once

#include <cmath>

namespace brenier {

/// An unevaluated sum high + low, |low| <= ulp(high) / 2.
struct DoubleDouble {
  double high = 0.0;
  double low = 0.0;

  explicit operator double() const { return high + low; }
};

/// a + b, exactly.
constexpr DoubleDouble two_sum(double a, double b) {
  const double sum = a + b;
  const double b_part = sum - a;
  return {sum, (a - (sum - b_part)) + (b - b_part)};
}

/// a - b, exactly.
constexpr DoubleDouble two_difference(double a, double b) { return two_sum(a, -b); }

/// a + b, exactly, when |a| >= |b|.
constexpr DoubleDouble quick_two_sum(double a, double b) {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}

/// a * b, exactly (barring underflow, and overflow above 2^996).
constexpr DoubleDouble two_product(double a, double b) {
  constexpr double kSplitter = 134217729.0;  // 2^27 + 1
  const double ca = kSplitter * a;
  const double a_high = ca - (ca - a);
  const double a_low = a - a_high;
  const double cb = kSplitter * b;
  const double b_high = cb - (cb - b);
  const double b_low = b - b_high;
  const double product = a * b;
  return {product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

constexpr DoubleDouble operator-(DoubleDouble a) { return {-a.high, -a.low}; }

constexpr DoubleDouble operator+(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble high = two_sum(a.high, b.high);
  const DoubleDouble low = two_sum(a.low, b.low);
  const DoubleDouble sum = quick_two_sum(high.high, high.low + low.high);
  return quick_two_sum(sum.high, sum.low + low.low);
}

constexpr DoubleDouble operator-(DoubleDouble a, DoubleDouble b) { return a + (-b); }

constexpr DoubleDouble operator*(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble product = two_product(a.high, b.high);
  return quick_two_sum(product.high, product.low + (a.high * b.low + a.low * b.high));
}

/// a scaled by a power of two, or by any factor that makes no rounding error matter.
constexpr DoubleDouble scaled(DoubleDouble a, double factor) {
  return {a.high * factor, a.low * factor};
}

/// a · 2^exponent, where the factor itself may be no double.
inline DoubleDouble times_power_of_two(DoubleDouble a, int exponent) {
  return {std::ldexp(a.high, exponent), std::ldexp(a.low, exponent)};
}

/// a / b; b must not be 0.
constexpr DoubleDouble divided(DoubleDouble a, DoubleDouble b) {
  const double first = a.high / b.high;
  const DoubleDouble rest = a - b * DoubleDouble{first, 0.0};
  return quick_two_sum(first, rest.high / b.high);
}

/// a / b to double precision of the quotient; b must not be 0.
constexpr double quotient(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble ratio = divided(a, b);
  return ratio.high + ratio.low;
}

}  // namespace brenier
