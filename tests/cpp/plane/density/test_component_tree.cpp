#include "brenier/plane/density/component_tree.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

const Box kSquare{{0, 0}, {1, 1}};

std::vector<Gaussian> random_components(Random& random, int count, double deviation) {
  std::vector<Gaussian> result;
  for (int k = 0; k < count; ++k) {
    const double s = deviation * std::exp(random.uniform(-1, 1)), t = random.uniform(-0.9, 0.9);
    result.emplace_back(random.point(0, 1), SymmetricMatrix{s * s, t * s * s, s * s});
  }
  return result;
}

TEST_CASE(
    "ComponentTree: what is left out of a list is 1e-15 of the density at most, everywhere in the "
    "box") {
  Random random(1);
  std::size_t listed = 0, all = 0;
  for (const int count : {1, 5, 200}) {
    for (const double deviation : {0.3, 0.05, 0.01, 1e-6}) {
      const std::vector<Gaussian> components = random_components(random, count, deviation);
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

TEST_CASE("Gaussian: bounds hold on boxes, triangles and segments") {
  Random random(2);
  for (int k = 0; k < 2000; ++k) {
    const Gaussian gaussian = random_components(random, 1, 0.3).front();
    const double size = std::exp(random.uniform(-6, 1));
    const Point o = random.point(-1, 1), a = o + size * random.point(-1, 1),
                b = o + size * random.point(-1, 1);
    const LogBounds on_triangle = gaussian.triangle(a, b, o).bounds;
    const LogBounds on_line = gaussian.line(a, b).bounds;
    Box box;
    for (const Point p : {o, a, b}) box.add(p);
    const LogBounds on_box = gaussian.bounds(box);
    double triangle_mean = 0.0, line_mean = 0.0;
    constexpr int kParts = 60;
    for (int i = 0; i < kParts; ++i) {
      const double s = (i + 0.5) / kParts;
      line_mean += std::exp(gaussian.log_density(a + s * (b - a))) / kParts;
      CHECK(gaussian.log_density(a + s * (b - a)) <= on_line.most + 1e-9);
      for (int j = 0; j < kParts; ++j) {
        const double t = (j + 0.5) / kParts;
        const Point x = o + t * ((1.0 - s) * (a - o) + s * (b - o));
        const double log_density = gaussian.log_density(x);
        triangle_mean += 2.0 * t * std::exp(log_density) / (kParts * kParts);
        CHECK(log_density <= on_triangle.most + 1e-9);
        CHECK(log_density <= on_box.most + 1e-9);
        CHECK(log_density >= on_box.least - 1e-9);
      }
    }
    // The midpoint rule itself is right to a few percent where the density does not vanish between its nodes.
    if (size < 0.3) {
      CHECK(1.05 * triangle_mean >= std::exp(on_triangle.least));
      CHECK(1.05 * line_mean >= std::exp(on_line.least));
    }
  }
}

}  // namespace
}  // namespace brenier
