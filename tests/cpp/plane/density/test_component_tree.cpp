#include "brenier/plane/density/component_tree.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "inputs/gaussians.hpp"

namespace brenier {
namespace {

using namespace testing;

const Box kSquare{{0, 0}, {1, 1}};

TEST_CASE(
    "ComponentTree: what is left out of a list is 1e-15 of the density at most, everywhere in the "
    "box") {
  Random random(1);
  std::size_t listed = 0, all = 0;
  for (const int count : {1, 5, 200}) {
    for (const double deviation : {0.3, 0.05, 0.01, 1e-6}) {
      const std::vector<Gaussian> components = random_gaussians(random, count, deviation);
      const ComponentTree tree(components, kSquare);
      for (int k = 0; k < 100; ++k) {
        const double size = std::exp(random.uniform(-8, 0));
        const Point low = (1.0 - size) * random.point(0, 1);
        const Box box{low, low + Point{size, random.uniform(0, size)}};
        const std::span<const Index> list = tree.around(box);
        std::vector<bool> is_listed(components.size());
        for (const Index c : list) is_listed[c] = true;
        listed += list.size();
        all += components.size();
        for (int j = 0; j < 10; ++j) {
          const Point x = box.nearest(random.point(0, 1));
          double most = -std::numeric_limits<double>::infinity(), in = 0.0, out = 0.0;
          for (const Gaussian& c : components) most = std::max(most, c.log_density(x));
          for (std::size_t c = 0; c < components.size(); ++c) {
            (is_listed[c] ? in : out) += std::exp(components[c].log_density(x) - most);
          }
          CHECK(out <= 1e-15 * in);
        }
      }
    }
  }
  CHECK(3 * listed < 2 * all);
}

TEST_CASE("ComponentTree: many narrow components come one at a time") {
  std::vector<Gaussian> components;
  for (int k = 0; k < 100; ++k) {
    components.emplace_back(Point{0.1 * (k % 10) + 0.05, 0.1 * (k / 10) + 0.05},
                            SymmetricMatrix{1e-8, 0, 1e-8});
  }
  const ComponentTree tree(components, kSquare);
  for (Index k = 0; k < 100; ++k) {
    const Point mean = components[k].mean();
    const std::span<const Index> list = tree.around({mean, mean});
    CHECK(list.size() < 10);
    CHECK(list[0] == k);
  }
}

}  // namespace
}  // namespace brenier
