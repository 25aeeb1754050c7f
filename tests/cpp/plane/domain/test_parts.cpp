#include "brenier/plane/domain/parts.hpp"

#include <doctest/doctest.h>

#include "brenier/plane/domain/cut.hpp"

namespace brenier {
namespace {

Ring square(double x, double y, double side) {
  return {{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}};
}

TEST_CASE("parts are the outer rings - and the widest gap is that which has to be crossed") {
  CHECK(part_boxes(Polygon({square(0, 0, 3), square(1, 1, 1)})).size() == 1);
  const Polygon row({square(0, 0, 1), square(10, 0, 1), square(3, 0, 1), square(0, 2, 1)});
  CHECK(part_boxes(row).size() == 4);
  CHECK(widest_gap(part_boxes(row)) == 6.0);
  CHECK(widest_gap(part_boxes(Polygon({square(0, 0, 1), square(4, 5, 1)}))) == 5.0);
  CHECK(widest_gap(part_boxes(Polygon({square(0, 0, 1)}))) == 0.0);
}

TEST_CASE("a cut leaves what is beyond the line") {
  const auto area = [](const Ring& ring) {
    double twice = 0.0;
    for (std::size_t k = 0; k < ring.size(); ++k)
      twice += cross(ring[k], ring[(k + 1) % ring.size()]);
    return 0.5 * twice;
  };
  CHECK(area(cut(square(0, 0, 2), {1, 0}, 0.5)) == doctest::Approx(3.0));
  CHECK(area(cut(square(0, 0, 2), {-1, -1}, -1)) == doctest::Approx(0.5));
  CHECK(cut(square(0, 0, 2), {0, 1}, 3.0).empty());
  // Of a U, both arms.
  const Ring u{{0, 0}, {3, 0}, {3, 3}, {2, 3}, {2, 1}, {1, 1}, {1, 3}, {0, 3}};
  CHECK(area(cut(u, {0, 1}, 2.0)) == doctest::Approx(2.0));
}

}  // namespace
}  // namespace brenier
