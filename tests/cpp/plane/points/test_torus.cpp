#include "brenier/plane/points/torus.hpp"

#include <doctest/doctest.h>

#include "brenier/error.hpp"
#include "brenier/plane/points/periodic_box.hpp"
#include "brenier/plane/points/site_copies.hpp"
#include "inputs/random.hpp"
#include "oracles/messages.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("a torus takes points to its grid - where shifts by a period are exact") {
  Random random(11);
  for (const Point sides : {Point{1, 1}, Point{1.7, 0.3}, Point{1.0 / 3, 1e-9}, Point{2, 1e-160}}) {
    const Torus torus(sides);
    CHECK(std::abs(torus.period().x - sides.x) <= std::ldexp(sides.x, -52));
    CHECK(std::abs(torus.period().y - sides.y) <= std::ldexp(sides.y, -52));
    for (int k = 0; k < 1000; ++k) {
      const Point x{random.uniform(-3, 5) * sides.x, random.uniform(-3, 5) * sides.y};
      const Point y = torus.wrapped(x);
      CHECK(torus.box().contains(y));
      CHECK(y.x < torus.period().x);
      CHECK(y.y < torus.period().y);
      CHECK(torus.wrapped(y) == y);
      // At most half a step away, besides the rounding of x itself and of the period.
      CHECK(torus.distance(x, y) <= std::ldexp(norm(sides), -49));
      for (const Shift by : {Shift{1, -1}, Shift{-1, 1}, Shift{1, 1}, Shift{-1, -1}}) {
        const Point there = torus.shifted(y, by);
        CHECK(torus.shifted(there, Shift{} - by) == y);
        CHECK(there.x - y.x == by.x * torus.period().x);
        CHECK(torus.wrapped(there) == y);
        CHECK(torus.shift_to(there, y) == by);
      }
    }
  }
}

TEST_CASE("a torus has one point on its seam - where its upper sides are the lower ones") {
  const Torus torus({1, 2});
  CHECK(torus.wrapped({1, 2}) == Point{0, 0});
  CHECK(torus.wrapped({-1, 3.5}) == Point{0, 1.5});
  CHECK(torus.wrapped({-1e-300, 0.5}) == Point{0, 0.5});
  CHECK(torus.wrapped({1e150, -1e150}) ==
        torus.wrapped({std::fmod(1e150, 1), std::fmod(-1e150, 2)}));
}

TEST_CASE("a periodic box wraps sites - and knows by how many periods they were away") {
  const Box bounds{{10, -2}, {14, -1}};
  const PeriodicBox box(bounds);
  const std::vector<Point> sites{{11, -1.75}, {15, -1.75}, {11, 7.25}, {14, -1}, {10, -2}};
  const auto wrapped = box.wrapped_sites(sites);
  CHECK(wrapped.turns == std::vector<Shift>{{0, 0}, {1, 0}, {0, 9}, {1, 1}, {0, 0}});
  for (const int same : {1, 2}) CHECK(wrapped.points[same] == wrapped.points[0]);
  CHECK(wrapped.points[3] == wrapped.points[4]);
  for (std::size_t k = 0; k < sites.size(); ++k) {
    CHECK(norm(box.from_local(wrapped.points[k], wrapped.turns[k]) - sites[k]) < 1e-14);
  }
  const auto refused = [&](Point site) {
    return message_of_throw<InvalidArgument>(
        [&] { box.wrapped_sites(std::vector<Point>{{11, -1.75}, site}); });
  };
  CHECK(contains_text(refused({1e12, 0}), ", too far from the periodic box"));
  CHECK(contains_text(refused({std::nan(""), 0}), "sites[1]"));
}

TEST_CASE("copies of sites lie within their reach of the box - none twice and none missed") {
  Random random(12);
  const Torus torus({1, 0.5});
  std::vector<Point> sites;
  for (int k = 0; k < 60; ++k) sites.push_back(torus.wrapped(random.point()));
  sites.push_back({0, 0});
  sites.push_back({0.5, 0.25});
  for (const double reach : {0.0, 0.1, 0.3, 9.0}) {
    for (const bool are_around : {false, true}) {
      const SiteCopies copies =
          are_around ? SiteCopies::around(torus, sites, reach) : SiteCopies(torus, sites, reach);
      Index expected = 0;
      for (std::size_t k = 0; k < sites.size(); ++k) {
        double nearest_missing = std::numeric_limits<double>::infinity();
        for (const Index x : {-1, 0, 1}) {
          for (const Index y : {-1, 0, 1}) {
            const Point at = torus.shifted(sites[k], {x, y});
            const Point away = at - torus.box().nearest(at);
            const bool can_matter = std::abs(away.x) <= 0.5 * torus.period().x &&
                                    std::abs(away.y) <= 0.5 * torus.period().y;
            if (!can_matter && !are_around) continue;
            if (std::abs(away.x) <= reach && std::abs(away.y) <= reach) {
              ++expected;
            } else {
              nearest_missing = std::min(nearest_missing, norm(away));
            }
          }
        }
        CHECK(copies.complete_within(static_cast<Index>(k)) <= nearest_missing);
        CHECK(copies.points()[copies.original(static_cast<Index>(k))] == sites[k]);
      }
      CHECK(copies.size() == expected);
      for (Index c = 0; c < copies.size(); ++c) {
        CHECK(copies.points()[c] == torus.shifted(sites[copies.site(c)], copies.shift(c)));
        CHECK((copies.shift(c) == Shift{}) == (copies.original(copies.site(c)) == c));
      }
    }
  }
}

}  // namespace
}  // namespace brenier
