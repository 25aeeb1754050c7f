#include "brenier/plane/points/frame.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "brenier/error.hpp"
#include "inputs/random.hpp"
#include "oracles/messages.hpp"
#include "oracles/power_of_two.hpp"
#include "oracles/wide_integer.hpp"

namespace brenier {
namespace {

using namespace testing;

struct Place {
  std::string name;
  double scale;
  Point shift;
};

const std::vector<Place> kPlaces{{"shared", 1.0, {0, 0}},       {"small", 1e-3, {0.5, 0.5}},
                                 {"tiny", 1e-9, {0.3, -0.2}},   {"large", 1e4, {0, 0}},
                                 {"huge", 1e12, {1e11, 3e12}},  {"far", 1.0, {1000, -3000}},
                                 {"very far", 1.0, {1e4, 1e5}}, {"small and far", 1e-3, {40, 50}}};

std::vector<Point> sites_at(const Place& place, int count, Random& random) {
  std::vector<Point> sites;
  for (const Point y : random.points(count)) sites.push_back(place.shift + place.scale * y);
  return sites;
}

TEST_CASE("weights go to local coordinates and back - to a mean of 0") {
  Random random(22);
  for (const Place& place : kPlaces) {
    CAPTURE(place.name);
    const std::vector<Point> sites = sites_at(place, 100, random);
    const Similarity source = Similarity::of({{0, 0}, {1, 1}});
    const Frame frame(source, sites);
    CHECK(is_power_of_two(frame.sites().unit));
    CHECK(frame.is_shared() == (place.name == "shared"));
    const std::vector<Point> local = frame.sites().to_local(sites);
    for (const Point y : local) CHECK(std::max(std::abs(y.x), std::abs(y.y)) < 4.0);

    // Local weights of the order of 1 become large ones where the sites are large or far, and lose
    // what those cannot hold: the test starts from the caller's.
    const std::vector<double> small = random.numbers(100, -1, 1);
    std::vector<double> shares = random.numbers(100, 0, 0.02);
    shares[0] = shares[7] = 0.0;
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (double& share : shares) share /= sum;
    const std::vector<double> weights = frame.weights_from_local(local, small, shares);
    const std::vector<double> again =
        frame.weights_from_local(local, frame.weights_to_local(local, weights), shares);
    double largest = 0.0, error = 0.0, mean = 0.0;
    for (int k = 0; k < 100; ++k) {
      largest = std::max(largest, std::abs(weights[k]));
      error = std::max(error, std::abs(again[k] - weights[k]));
      mean += shares[k] * weights[k];
    }
    CHECK(error <= 4e-16 * largest);
    CHECK(std::abs(mean) <= 4e-16 * largest);
  }
}

TEST_CASE(
    "local weights are right to their last digits - though nearly all of the caller's cancels") {
  Random random(24);
  const std::vector<Point> corners{{40, 50}, {40.001, 50.001}};
  const Frame frame(Similarity::of({{0, 0}, {1, 1}}), corners);
  const double ratio = frame.sites().unit / frame.source().unit;
  const Point offset = frame.source().to_local(frame.sites().origin);
  // Whole numbers of 2^-30 and 2^-20; what the move adds to a weight is one of 2^-80.
  const auto whole = [](double value, int bits) {
    const double scaled = std::ldexp(value, bits);
    REQUIRE(scaled == std::nearbyint(scaled));
    return static_cast<Wide>(scaled);
  };
  for (int k = 0; k < 100; ++k) {
    const Point y{std::ldexp(std::floor(random.uniform(-1, 1) * 1073741824.0), -30),
                  std::ldexp(std::floor(random.uniform(-1, 1) * 1073741824.0), -30)};
    const Wide x30 = whole(y.x, 30), y30 = whole(y.y, 30);
    const Wide linear = 2 * (x30 * whole(offset.x, 30) + y30 * whole(offset.y, 30)) * 1048576;
    const Wide added = linear - whole(1.0 - ratio, 20) * (x30 * x30 + y30 * y30);
    const double weight = std::ldexp(static_cast<double>(added), -80);
    const double expected = std::ldexp(static_cast<double>(whole(weight, 80) - added), -80);
    // Of two sites one has the local weight 0, as its own is taken from both.
    const std::vector<double> caller{0.0, weight * frame.sites().unit * frame.source().unit};
    const auto local = frame.weights_to_local(std::vector<Point>{{0.0, 0.0}, y}, caller);
    const double found = local[1] - local[0];
    CHECK(std::abs(found - expected) <= 1e-10 * std::abs(expected));
  }
}

/// The site of least power at x, and by how much it leads, relative to the powers' size. Long
/// doubles, so that the caller's far coordinates lose nothing.
std::pair<Index, double> nearest(const std::vector<Point>& sites,
                                 const std::vector<double>& weights, Point x) {
  long double best = std::numeric_limits<long double>::infinity(), second = best, scale = 0;
  Index winner = kNone;
  for (std::size_t k = 0; k < sites.size(); ++k) {
    const long double dx = static_cast<long double>(x.x) - sites[k].x;
    const long double dy = static_cast<long double>(x.y) - sites[k].y;
    const long double power = dx * dx + dy * dy - weights[k];
    scale = std::max({scale, dx * dx + dy * dy, std::abs(static_cast<long double>(weights[k]))});
    if (power < best) {
      second = best;
      best = power;
      winner = static_cast<Index>(k);
    } else {
      second = std::min(second, power);
    }
  }
  return {winner, static_cast<double>((second - best) / scale)};
}

TEST_CASE("the local sites divide the local plane as the caller's do theirs") {
  Random random(23);
  for (const Place& place : kPlaces) {
    CAPTURE(place.name);
    const std::vector<Point> sites = sites_at(place, 40, random);
    // The source is another square than the unit one, so that its own unit and origin count.
    const Similarity source = Similarity::of({{100, 100}, {108, 108}});
    const Frame frame(source, sites);
    const std::vector<Point> local = frame.sites().to_local(sites);
    // Weights for which the cells are those of the sites put onto the source, up to a constant that
    // would cost digits: w = |y|² - s |d|² - 2 <c, d> - |shift|², d = y - shift.
    const double s = 8.0 / place.scale;
    std::vector<double> weights;
    for (const Point y : sites) {
      const Point d = y - place.shift;
      weights.push_back(dot(d, y + place.shift) - s * squared_norm(d) - 2 * dot({100, 100}, d));
    }
    const std::vector<double> local_weights = frame.weights_to_local(local, weights);
    int clear = 0, wrong = 0;
    std::vector<int> cells(sites.size(), 0);
    for (int k = 0; k < 500; ++k) {
      const Point x = random.point(100, 108);
      const auto [winner, lead] = nearest(sites, weights, x);
      if (lead < 2e-15) continue;  // the caller's own numbers cannot tell
      ++clear;
      cells[winner] = 1;
      wrong += nearest(local, local_weights, source.to_local(x)).first != winner;
    }
    CHECK(wrong == 0);
    CHECK(clear > 250);
    CHECK(std::count(cells.begin(), cells.end(), 1) > 20);
  }
}

TEST_CASE("local weights do not depend on the order of the sites - to the last bit") {
  Random random(24);
  const Frame frame({{0, 0}, 1.0}, random.points(50, 2e5, 8e5), true);
  std::vector<Point> sites = frame.sites().to_local(random.points(50, 2e5, 8e5));
  std::vector<double> weights = random.numbers(50, 0, 1e12);
  REQUIRE(!frame.is_shared());
  std::vector<double> local = frame.weights_to_local(sites, weights);
  std::ranges::reverse(sites);
  std::ranges::reverse(weights);
  std::ranges::reverse(local);
  CHECK(frame.weights_to_local(sites, weights) == local);
}

TEST_CASE("distinct sites stay distinct in local coordinates - without given weights") {
  struct Input {
    std::string name;
    Box source;
    std::vector<Point> sites;
  };
  constexpr double kLeast = std::numeric_limits<double>::denorm_min();
  const std::vector<Input> inputs{
      {"denormal", Box{{0, 0}, {1, 1}}, {{0, 0}, {kLeast, 0}, {0, kLeast}, {1e-310, 1e-310}}},
      {"tiny under a huge source", Box{{0, 0}, {1e150, 1e150}}, {{0, 0}, {1e-300, 2e-300}}},
      {"near 0 beside a source around 3",
       Box{{2.5, 2.5}, {3.5, 3.5}},
       {{1e-17, 0}, {2e-17, 0}, {1, 1}, {std::nextafter(0.1, 0), 1}, {0.1, 1}}}};
  for (const Input& input : inputs) {
    CAPTURE(input.name);
    const Frame frame(Similarity::of(input.source), input.sites);
    const std::vector<Point> local = frame.sites().to_local(input.sites);
    for (std::size_t k = 0; k < local.size(); ++k) {
      CHECK(frame.sites().from_local(local[k]) == input.sites[k]);
      CHECK(std::max(std::abs(local[k].x), std::abs(local[k].y)) < 4.0);
    }
    const std::vector<double> zero(local.size(), 0.0);
    for (const double w : frame.weights_to_local(local, zero)) CHECK(std::isfinite(w));
  }
}

TEST_CASE("sites beyond all measure larger or farther than the domain are refused") {
  const Similarity source{{0, 0}, std::ldexp(1.0, -200)};
  const std::vector<Point> wide{{-1e100, 0}, {1e100, 0}};
  const std::vector<Point> away{{1e120, 0}, {1e120, 1}};
  const auto refused = [&](const std::vector<Point>& sites) {
    return message_of_throw<InvalidArgument>([&] { Frame(source, sites); });
  };
  CHECK(contains_text(refused(wide), "sites lie"));
  CHECK(contains_text(refused(away), "times the size of the domain apart or away"));
  CHECK(refused({{0, 0}, {1, 1}}) == "");
}

TEST_CASE("a single site - and sites at one place - have a frame") {
  const Similarity source = Similarity::of({{0, 0}, {1, 1}});
  const std::vector<Point> once{{500, 500}};
  CHECK(Frame(source, once).sites().to_local(once[0]) == Point{0, 0});
  const std::vector<Point> twice{{1e9, 0}, {1e9, 0}};
  CHECK(is_power_of_two(Frame(source, twice).sites().unit));
}

}  // namespace
}  // namespace brenier
