#include "brenier/validate.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "brenier/error.hpp"
#include "brenier/plane/points/required_points.hpp"
#include "inputs/random_input.hpp"

namespace brenier {
namespace {

using testing::contains_text;
using testing::message_of_throw;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST_CASE("the first bad point is named - whichever coordinate is bad") {
  for (const double bad : {kNaN, kInfinity, -kInfinity, 1.0000001e150, -1e300}) {
    for (const Point p : {Point{bad, 0.0}, Point{0.0, bad}}) {
      const std::vector<Point> points{{0, 0}, {1e150, -1e150}, p, p};
      const auto check = [&] { required_points("places", points); };
      CHECK(contains_text(message_of_throw<InvalidArgument>(check), "places[2] is ("));
    }
  }
}

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

TEST_CASE("more points than an index counts are refused - before any is looked at") {
  const Point p;
  const std::span<const Point> many(&p, std::size_t{1} << 31);
  const auto points = [&] { required_points("x", many); };
  const auto sites = [&] { required_sites(many); };
  CHECK(contains_text(message_of_throw<InvalidArgument>(points), "x: got 2147483648; expected"));
  CHECK(contains_text(message_of_throw<InvalidArgument>(sites), "sites: got 2147483648; expected"));
}

}  // namespace
}  // namespace brenier
