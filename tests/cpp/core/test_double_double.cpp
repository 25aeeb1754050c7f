#include "brenier/double_double.hpp"

#include <doctest/doctest.h>

#include "inputs/random.hpp"
#include "oracles/wide_integer.hpp"

namespace brenier {
namespace {

using namespace testing;

/// The exact value of a pair of whole numbers.
Wide value_of(DoubleDouble a) { return static_cast<Wide>(a.high) + static_cast<Wide>(a.low); }

double magnitude(Wide a) { return std::abs(static_cast<double>(a)); }

TEST_CASE(
    "sums - differences and products of two doubles are exact - the low part below half an ulp") {
  Random random(2);
  int wrong = 0, inexact = 0;
  for (int k = 0; k < 20000; ++k) {
    const std::int64_t largest = std::int64_t{1} << random.integer(1, 53);
    const std::int64_t i = random.integer(-largest, largest), j = random.integer(-largest, largest);
    // Of other sizes, so that the low parts matter.
    const int shift = static_cast<int>(random.integer(0, 40));
    const double a = std::ldexp(static_cast<double>(i), shift), b = static_cast<double>(j);
    const Wide wa = static_cast<Wide>(i) << shift, wb = j;
    const DoubleDouble sum = two_sum(a, b), difference = two_difference(a, b);
    wrong += value_of(sum) != wa + wb || sum.high != a + b;
    wrong += value_of(difference) != wa - wb || difference.high != a - b;
    if (std::abs(a) >= std::abs(b)) wrong += value_of(quick_two_sum(a, b)) != wa + wb;
    const double c = static_cast<double>(i);
    const DoubleDouble product = two_product(c, b);
    wrong += value_of(product) != static_cast<Wide>(i) * j || product.high != c * b;
    inexact += product.low != 0.0 && sum.low != 0.0;
  }
  CHECK(wrong == 0);
  CHECK(inexact > 1000);
}

TEST_CASE("arithmetic in pairs is right to about 100 bits - also where doubles cancel") {
  Random random(3);
  int bad_sum = 0, bad_product = 0, bad_quotient = 0;
  for (int k = 0; k < 20000; ++k) {
    const std::int64_t most = std::int64_t{1} << 53;
    const double h = static_cast<double>(random.integer(-most, most));
    const DoubleDouble a = two_product(h, static_cast<double>(random.integer(1, most)));
    const DoubleDouble b = two_product(-h, static_cast<double>(random.integer(1, most)));
    const DoubleDouble sum = a + b, difference = a - b;
    const double ulp = std::ldexp(magnitude(value_of(a)) + magnitude(value_of(b)), -103);
    bad_sum += magnitude(value_of(sum) - (value_of(a) + value_of(b))) > ulp;
    bad_sum += magnitude(value_of(difference) - (value_of(a) - value_of(b))) > ulp;

    // 60 bits each: the product takes 120, of which a pair keeps some 105.
    const DoubleDouble c = two_sum(std::ldexp(static_cast<double>(random.integer(1, most)), 7),
                                   static_cast<double>(random.integer(-63, 63)));
    const DoubleDouble d = two_sum(std::ldexp(static_cast<double>(random.integer(1, most)), 7),
                                   static_cast<double>(random.integer(-63, 63)));
    const Wide exact = value_of(c) * value_of(d);
    bad_product += magnitude(value_of(c * d) - exact) > std::ldexp(magnitude(exact), -101);

    // (c d) / d = c, whatever the low parts.
    const double q = quotient(c * d, d), expected = static_cast<double>(c);
    bad_quotient += std::abs(q - expected) > std::ldexp(std::abs(expected), -52);
  }
  CHECK(bad_sum == 0);
  CHECK(bad_product == 0);
  CHECK(bad_quotient == 0);
}

TEST_CASE("negation - scaling and conversion") {
  const DoubleDouble a = two_sum(1.0, std::ldexp(1.0, -60));
  CHECK(a.high == 1.0);
  CHECK(a.low == std::ldexp(1.0, -60));
  CHECK((-a).high == -1.0);
  CHECK((-a).low == -a.low);
  CHECK(scaled(a, 0.5).high == 0.5);
  CHECK(scaled(a, 0.5).low == std::ldexp(1.0, -61));
  CHECK(static_cast<double>(a - DoubleDouble{1.0, 0.0}) == std::ldexp(1.0, -60));
}

}  // namespace
}  // namespace brenier
