#include "brenier/plane/domain/domain_index.hpp"

#include <doctest/doctest.h>

#include "inputs/domains.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("contains is the polygon's - and what is within reach is inside") {
  Random random(11);
  std::vector<NamedDomain> all = domains();
  all.push_back({"nested", nested(4)});
  all.push_back({"far", {rectangle(1e6, -1e6, 1e6 + 1, -1e6 + 0.01)}});
  NamedDomain wheel{"wheel", {{}}};
  for (int k = 0; k < 5000; ++k) {
    const double angle = 2 * std::numbers::pi * k / 5000, radius = 1 + 0.1 * std::sin(40 * angle);
    wheel.rings[0].push_back(radius * Point{std::cos(angle), std::sin(angle)});
  }
  all.push_back(wheel);
  for (const NamedDomain& named : all) {
    CAPTURE(named.name);
    const Polygon polygon(named.rings);
    const DomainIndex domain(polygon);
    const Box& box = polygon.box();
    const auto in_box = [&] {
      const Point at = random.point(-0.05, 1.05);
      return Point{box.low.x + at.x * box.width(), box.low.y + at.y * box.height()};
    };
    int different = 0;
    for (int k = 0; k < 300; ++k) {
      const Point x = in_box();
      different += domain.contains(x) != polygon.contains(x);
    }
    for (const Point v : polygon.vertices()) {
      if (&v - polygon.vertices().data() > 50) break;
      for (const Point x : {v, Point{v.x, 0.5 * (v.y + box.low.y)}}) {
        different += domain.contains(x) != polygon.contains(x);
      }
    }
    CHECK(different == 0);

    // No edge meets the rectangle within reach of a point.
    int wrong = 0, sure = 0, deep = 0;
    for (int k = 0; k < 2000; ++k) {
      const Point center = in_box();
      const Point reach = domain.reach(center);
      sure += reach.x > 0.0;
      deep += polygon.contains(center);
      wrong += (reach.x > 0.0) != (reach.y > 0.0) || reach.x < 0.0;
      if (!(reach.x > 0.0)) continue;
      const Box within{center - reach, center + reach};
      wrong += !polygon.contains(center);
      for (Index e = 0; e < polygon.edge_count(); ++e) {
        const BoundaryEdge edge = polygon.edge(e);
        if (!box_of(edge.p, edge.q).overlaps(within)) continue;
        const Point d = edge.q - edge.p;
        int left = 0, right = 0;
        for (const Point corner : {within.low, within.high, Point{within.low.x, within.high.y},
                                   Point{within.high.x, within.low.y}}) {
          (cross(d, corner - edge.p) > 0 ? left : right) += 1;
        }
        wrong += left > 0 && right > 0;
      }
    }
    CHECK(wrong == 0);
    CHECK(sure > deep / 2);  // and it is of use
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    for (const Point far : {box.low - Point{box.width(), 0}, box.high + Point{0, box.height()},
                            Point{kInfinity, -kInfinity}, Point{std::nan(""), std::nan("")},
                            Point{box.center().x, std::nan("")}}) {
      CHECK(domain.reach(far) == Point{0, 0});
    }
  }
}

}  // namespace
}  // namespace brenier
