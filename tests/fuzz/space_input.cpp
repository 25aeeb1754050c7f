#include "space_input.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "brenier/space/measure/power_diagram.hpp"
#include "inputs/random.hpp"

namespace brenier::fuzz {
namespace {

using space::Point;
using space::Surface;

double beside(double number, bool above) {
  const double infinity = std::numeric_limits<double>::infinity();
  return std::nextafter(number, above ? infinity : -infinity);
}

/// Whole numbers with squares that sum to 9: (±3, 0, 0) and (±1, ±2, ±2), in any order.
const std::vector<Point>& thirty_on_a_sphere() {
  static const std::vector<Point> points = [] {
    std::vector<Point> result;
    for (int x = -3; x <= 3; ++x) {
      for (int y = -3; y <= 3; ++y) {
        for (int z = -3; z <= 3; ++z) {
          if (x * x + y * y + z * z == 9) result.push_back({1.0 * x, 1.0 * y, 1.0 * z});
        }
      }
    }
    return result;
  }();
  return points;
}

Surface octahedron() {
  return {{{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}, {0, 0, 1}, {0, 0, -1}},
          {{0, 2, 4}, {2, 1, 4}, {1, 3, 4}, {3, 0, 4}, {2, 0, 5}, {1, 2, 5}, {3, 1, 5}, {0, 3, 5}}};
}

}  // namespace

double SpaceDecoder::power_of_two(int step) {
  return std::ldexp(1.0, step * (numbers_.choice(256) - 128));
}

Point SpaceDecoder::point() {
  Point result = last_;
  switch (numbers_.choice(10)) {
    case 0:  // the last one again
      break;
    case 1: {
      double* const coordinates[] = {&result.x, &result.y, &result.z};
      double& one = *coordinates[numbers_.choice(3)];
      one = beside(one, numbers_.choice(2) == 1);
      break;
    }
    case 2:  // on the line through the last two
      result = result + coordinate() * (result - before_);
      break;
    case 3: {  // in the plane of the last two and the first
      const double along = coordinate();
      result = result + along * (result - before_) + coordinate() * (result - first_);
      break;
    }
    case 4: {
      const std::vector<Point>& sphere = thirty_on_a_sphere();
      result =
          Point{0.5, 0.5, 0.5} + 0.125 * sphere[numbers_.choice(static_cast<int>(sphere.size()))];
      break;
    }
    case 5:
      result.x = numbers_.number();
      result.y = numbers_.number();
      result.z = numbers_.number();
      break;
    default: {  // on a lattice over the unit cube and beside it
      const int place = numbers_.choice(256);
      result = {place % 8 / 4.0 - 0.5, place / 8 % 8 / 4.0 - 0.5, place / 64 / 4.0};
    }
  }
  if (last_ == Point{} && before_ == Point{}) first_ = result;
  before_ = last_;
  return last_ = result;
}

std::vector<Point> SpaceDecoder::points(int most) {
  std::vector<Point> result(numbers_.choice(most + 1));
  for (Point& p : result) p = point();
  return result;
}

/// Mostly the identity.
space::Similarity SpaceDecoder::similarity() {
  switch (numbers_.choice(8)) {
    case 0: {
      const double unit = power_of_two(4);
      return {unit * point(), unit};
    }
    case 1:
      return {point(), 1.0};
    case 2:
      return {{}, std::abs(numbers_.number())};
    default:
      return {};
  }
}

std::vector<Point> SpaceDecoder::sites(int most) {
  std::vector<Point> result;
  const int kind = numbers_.choice(16);
  if (kind == 0) {
    const double spacing = 1.0 / (1 + numbers_.choice(8));
    const int side = 1 + numbers_.choice(4);
    const Point corner = point();
    for (int k = 0; k < side * side * side; ++k) {
      result.push_back(corner + spacing * Point{1.0 * (k % side), 1.0 * (k / side % side),
                                                1.0 * (k / side / side)});
    }
  } else if (kind <= 2) {
    testing::Random random(numbers_.choice(256));
    const int count = 1 + numbers_.choice(64);
    const double width = kind == 1 ? 0.5 : 0.02;
    Point center{0.5, 0.5, 0.5};
    for (int k = 0; k < count; ++k) {
      if (kind == 2 && k % 16 == 0) center = point();
      const double x = random.uniform(-1.0, 1.0), y = random.uniform(-1.0, 1.0);
      result.push_back(center + width * Point{x, y, random.uniform(-1.0, 1.0)});
    }
  } else {
    result = points(most);
  }
  const space::Similarity place = similarity();
  for (Point& y : result) y = place.from_local(y);
  return result;
}

std::vector<double> SpaceDecoder::weights(std::span<const Point> sites) {
  std::vector<double> result(sites.size(), 0.0);
  const int kind = numbers_.choice(8);
  if (kind == 0) return result;
  const double unit = numbers_.choice(4) == 0 ? power_of_two(8) : 1.0;
  for (std::size_t k = 0; k < sites.size(); ++k) {
    if (kind == 1) result[k] = space::squared_norm(sites[k]);         // all planes meet in a point
    if (kind == 2) result[k] = beside(0.0, numbers_.choice(2) == 1);  // as small as can be
    if (kind == 3) result[k] = unit * numbers_.number();              // anything
    if (kind == 4) result[k] = unit * numbers_.choice(4);             // ties
    if (kind == 5) result[k] = -unit * space::squared_norm(sites[k]);
    if (kind >= 6) result[k] = unit * coordinate() / 16.0;
  }
  return result;
}

Surface SpaceDecoder::surface() {
  switch (numbers_.choice(4)) {
    case 0:
      return octahedron();
    case 1: {  // a cell of a diagram, with edges as short as may be
      const auto cube = std::make_shared<const space::Source>(
          space::Source::box({0.0, 0.0, 0.0}, {1.0, 1.0, 1.0}));
      const std::vector<Point> sites = points(8);
      const std::vector<double> none(sites.size(), 0.0);
      const space::Polyhedron cell = space::PowerDiagram(sites, none, cube).cell(0);
      return {cell.vertices, cell.faces};
    }
    case 2: {  // a prism: its top may be aslant, and then no plane
      Surface result = space::box_surface({0.0, 0.0, 0.0}, {1.0, 1.0, 1.0});
      for (int k = 4; k < 8; ++k) result.vertices[k].z += coordinate() / 16.0;
      return result;
    }
    default: {  // some vertices moved, some faces exchanged: mostly refused
      Surface result = octahedron();
      result.vertices[numbers_.choice(6)] = point();
      result.faces[numbers_.choice(8)][numbers_.choice(3)] = numbers_.choice(7);
      return result;
    }
  }
}

std::shared_ptr<const space::Source> SpaceDecoder::source() {
  const int kind = numbers_.choice(8);
  if (kind >= 4) {
    return std::make_shared<const space::Source>(
        space::Source::box({0.0, 0.0, 0.0}, {1.0, 1.0, 1.0}));
  }
  if (kind == 0) {
    const Point low = point();
    return std::make_shared<const space::Source>(space::Source::box(low, point()));
  }
  Surface body = surface();
  const space::Similarity place = similarity();
  for (Point& p : body.vertices) p = place.from_local(p);
  return std::make_shared<const space::Source>(std::move(body.vertices), std::move(body.faces));
}

}  // namespace brenier::fuzz
