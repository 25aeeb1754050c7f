#include "brenier/map/folds.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "inputs/moved_triangles.hpp"

namespace brenier {
namespace {

using namespace testing;

/// For corners in general position, but for those that are the same: does an edge of one cross an
/// edge of the other, or lie in it?
bool share_inner_points(const Corners& a, const Corners& b) {
  if (orientation(b[0], b[1], b[2]) <= 0) return false;
  for (int i = 0; i < 3; ++i) {
    if (is_strictly_inside(a, b[i]) || is_strictly_inside(b, a[i])) return true;
    for (int j = 0; j < 3; ++j) {
      const Point p = a[i], q = a[next(i)], r = b[j], s = b[next(j)];
      if (orientation(p, q, r) * orientation(p, q, s) < 0 &&
          orientation(r, s, p) * orientation(r, s, q) < 0) {
        return true;
      }
    }
  }
  return false;
}

TEST_CASE("a triangulation that has not been moved is not folded") {
  const Moved still(200, 0.0, 2);
  const std::vector<char> is_kept = unfolded(still.triangles, still.corners);
  CHECK(std::count(is_kept.begin(), is_kept.end(), 1) ==
        static_cast<std::ptrdiff_t>(is_kept.size()));
}

TEST_CASE("triangles that are not folded are counter-clockwise and cover no place twice") {
  for (const double distance : {0.01, 0.03, 0.1, 1.0}) {
    for (const std::uint64_t seed : {3, 4, 5}) {
      CAPTURE(distance);
      CAPTURE(seed);
      const Moved moved(150, distance, seed);
      const std::vector<char> is_kept = unfolded(moved.triangles, moved.corners);
      std::vector<Corners> kept;
      for (std::size_t t = 0; t < is_kept.size(); ++t) {
        if (is_kept[t]) kept.push_back(moved.corners[t]);
      }
      for (const Corners& c : kept) CHECK(cross(c[1] - c[0], c[2] - c[0]) > 0.0);
      Random random(seed);
      for (const Point x : random.points(4000, -0.2, 1.2)) {
        CHECK(std::count_if(kept.begin(), kept.end(),
                            [&](const Corners& c) { return is_strictly_inside(c, x); }) <= 1);
      }
      // What goes is clockwise, or lies over another that is not.
      for (std::size_t t = 0; t < is_kept.size(); ++t) {
        const Corners& c = moved.corners[t];
        if (is_kept[t] || orientation(c[0], c[1], c[2]) <= 0) continue;
        const bool overlaps = std::any_of(
            moved.corners.begin(), moved.corners.end(),
            [&](const Corners& other) { return &other != &c && share_inner_points(c, other); });
        CHECK(overlaps);
      }
    }
  }
}

TEST_CASE("a fold goes - and nothing far from it does") {
  // Two triangles of a fan, the second folded onto the first, and one of their own elsewhere.
  const Point a{0, 0}, b{1, 0}, c{0, 1}, far{5, 5};
  const std::vector<Triangle> triangles{{{0, 1, 2}, {1, kNone, kNone}},
                                        {{2, 1, 3}, {kNone, kNone, 0}},
                                        {{4, 5, 6}, {kNone, kNone, kNone}}};
  const auto kept_with = [&](Point d) {
    const std::vector<Corners> corners{{a, b, c}, {c, b, d}, {far, far + b, far + c}};
    return unfolded(triangles, corners);
  };
  CHECK(kept_with({1, 1}) == std::vector<char>{1, 1, 1});
  CHECK(kept_with({0.2, 0.2}) == std::vector<char>{1, 0, 1});
  CHECK(kept_with({0.5, 0.5}) == std::vector<char>{1, 0, 1});  // flat
  // Clockwise means nothing by itself: here the first is, and the second is not.
  const std::vector<Corners> turned{{a, c, b}, {c, b, {1, 1}}, {far, far + b, far + c}};
  CHECK(unfolded(triangles, turned) == std::vector<char>{0, 1, 1});
  // Two that are counter-clockwise and lie over each other both go.
  const std::vector<Corners> over{{a, b, c}, {a, b, {1, 1}}, {far, far + b, far + c}};
  CHECK(unfolded(triangles, over) == std::vector<char>{0, 0, 1});
}

TEST_CASE("of two sheets over each other nothing is left but what one of them covers alone") {
  // Unlike at a small fold, most triangles of the one lie over inner ones of the other.
  Moved sheets(300, 0.0, 8);
  const Index count = static_cast<Index>(sheets.triangles.size());
  for (Index t = 0; t < count; ++t) {
    Triangle triangle = sheets.triangles[t];
    for (Index& n : triangle.neighbors) n += n == kNone ? 0 : count;
    sheets.triangles.push_back(triangle);
    const Corners& c = sheets.corners[t];
    const Point shift{0.3, 0.3};
    sheets.corners.push_back({c[0] + shift, c[1] + shift, c[2] + shift});
  }
  const std::vector<char> is_kept = unfolded(sheets.triangles, sheets.corners);
  for (const Point x : Random(9).points(2000, 0.0, 1.3)) {
    int covered = 0;
    for (Index t = 0; t < 2 * count; ++t) {
      covered += is_kept[t] && is_strictly_inside(sheets.corners[t], x);
    }
    CHECK(covered <= 1);
  }
  CHECK(std::count(is_kept.begin(), is_kept.end(), 1) > count / 2);
}

}  // namespace
}  // namespace brenier
