#include "brenier/required_points.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <vector>

#include "brenier/error.hpp"
#include "brenier/plane/points/point.hpp"
#include "brenier/space/points/point.hpp"
#include "oracles/messages.hpp"

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
    using Spatial = space::Point;
    for (const Spatial p : {Spatial{bad, 0, 0}, Spatial{0, bad, 0}, Spatial{0, 0, bad}}) {
      const std::vector<Spatial> points{{0, 0, 1e150}, p, p};
      const auto check = [&] { required_points("places", points); };
      CHECK(contains_text(message_of_throw<InvalidArgument>(check), "places[1] is ("));
    }
  }
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
