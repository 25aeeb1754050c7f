#include "brenier/validate.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <vector>

#include "brenier/error.hpp"
#include "oracles/messages.hpp"

namespace brenier {
namespace {

using testing::contains_text;
using testing::message_of_throw;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST_CASE("the first bad number is named") {
  for (const double bad : {kNaN, kInfinity, -kInfinity}) {
    const std::vector<double> numbers{1e308, bad, bad};
    const auto check = [&] { required_numbers("weights", numbers, 3); };
    CHECK(contains_text(message_of_throw<InvalidArgument>(check), "weights[1] is "));
  }
  const std::vector<double> two(2, 0.0);
  const auto check = [&] { required_numbers("weights", two, 3); };
  CHECK(contains_text(message_of_throw<InvalidArgument>(check), "got 2; expected one per site, 3"));
}

}  // namespace
}  // namespace brenier
