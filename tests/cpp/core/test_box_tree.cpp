#include "brenier/box_tree.hpp"

#include <doctest/doctest.h>

#include "brenier/plane/points/box.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("a tree of boxes finds those that trying all of them finds") {
  Random random(1);
  for (const int count : {0, 1, 3, 4, 5, 16, 17, 300}) {
    CAPTURE(count);
    std::vector<Box> boxes(count);
    for (Box& box : boxes) {
      const Point corner = random.point();
      box = {corner, corner + random.point(0.0, 0.1)};
    }
    const BoxTree tree(boxes);
    for (int k = 0; k < 50; ++k) {
      Box query;
      query.add(random.point());
      if (k % 2 == 0) query.add(query.low + random.point(0.0, 0.2));
      std::vector<Index> expected, found;
      for (int b = 0; b < count; ++b) {
        if (boxes[b].overlaps(query)) expected.push_back(b);
      }
      tree.for_each_meeting(query, [&](Index b) { found.push_back(b); });
      CHECK(found == expected);
    }
  }
}

}  // namespace
}  // namespace brenier
