#include "decoder.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "brenier/plane/density/gaussian_source.hpp"
#include "inputs/domains.hpp"
#include "inputs/random.hpp"

namespace brenier::fuzz {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Numbers at the borders of what is allowed, of what is normal, and of what is finite.
constexpr std::array kSpecialNumbers{
    -0.0,      5e-324,        2.2250738585072014e-308,
    1e-300,    1e-150,        1e-16,
    1e-8,      0.1,           1.0 / 3.0,
    1e6,       1e12,          1e100,
    1e150,     1.0000001e150, 1e200,
    1e300,     -1.0,          -1e-12,
    -1e150,    -1e300,        std::numeric_limits<double>::max(),
    kInfinity, -kInfinity,    std::numeric_limits<double>::quiet_NaN()};

/// The neighbour of a number, below or above.
double beside(double number, bool above) {
  return std::nextafter(number, above ? kInfinity : -kInfinity);
}

Point moved(Point p, const Similarity& to) { return to.from_local(p); }

double power_of_two(std::uint8_t byte, int step) {
  return std::ldexp(1.0, step * static_cast<std::int8_t>(byte));
}

}  // namespace

// Bytes are read in the order in which statements and braces are written: that of a function's arguments, or
// of a sum's terms, is up to the compiler.

std::uint8_t Decoder::byte() {
  if (bytes_.empty()) return 0;
  const std::uint8_t first = bytes_.front();
  bytes_ = bytes_.subspan(1);
  return first;
}

double Decoder::any_double() {
  std::uint64_t bits = 0;
  for (int k = 0; k < 8; ++k) bits = bits << 8 | byte();
  return std::bit_cast<double>(bits);
}

double Decoder::number() {
  switch (choice(8)) {
    case 0:
      last_number_ = beside(last_number_, choice(2) == 1);
      break;
    case 1:
      last_number_ = kSpecialNumbers[choice(kSpecialNumbers.size())];
      break;
    case 2:
      last_number_ = any_double();
      break;
    case 3:
      last_number_ = lattice_number();
      last_number_ *= power_of_two(byte(), 8);
      break;
    default:
      last_number_ = lattice_number();
  }
  return last_number_;
}

Point Decoder::point() {
  Point result = last_point_;
  switch (choice(10)) {
    case 0:  // the last one again
      break;
    case 1:
      result.x = beside(result.x, choice(2) == 1);
      break;
    case 2:
      result.y = beside(result.y, choice(2) == 1);
      break;
    case 3:  // on the line through the last two
      result = result + lattice_number() * (result - point_before_);
      break;
    case 4: {  // with eleven others on a circle
      constexpr std::array<Point, 3> kCorners{{{5, 0}, {4, 3}, {3, 4}}};
      const int place = choice(12);
      result = kCorners[place % 3];
      for (int turns = place / 3; turns > 0; --turns) result = turned_left(result);
      result = Point{0.5, 0.5} + 0.0625 * result;
      break;
    }
    case 5:
      result.x = number();
      result.y = number();
      break;
    default: {  // on a lattice over the unit square and beside it
      const std::uint8_t place = byte();
      result = {place / 16 / 8.0 - 0.5, place % 16 / 8.0 - 0.5};
    }
  }
  point_before_ = last_point_;
  return last_point_ = result;
}

std::vector<Point> Decoder::points(int most) {
  std::vector<Point> result(choice(most + 1));
  for (Point& p : result) p = point();
  return result;
}

/// Mostly the identity.
Similarity Decoder::similarity() {
  switch (choice(8)) {
    case 0: {
      const double unit = power_of_two(byte(), 4);
      return {{unit * lattice_number(), unit * lattice_number()}, unit};
    }
    case 1:
      return {{number(), number()}, 1.0};
    case 2:
      return {{}, std::abs(number())};
    default:
      return {};
  }
}

std::vector<Point> Decoder::sites(int most) {
  std::vector<Point> result;
  const int kind = choice(16);
  if (kind == 0) {
    const double spacing = 1.0 / (1 + choice(16));
    const int side = 1 + choice(10);
    result = testing::grid(side, spacing, point());
  } else if (kind <= 2) {
    testing::Random random(byte());
    const int count = 1 + 2 * choice(64);
    result = kind == 1 ? random.points(count) : random.clusters(count);
  } else {
    result = points(most);
  }
  const Similarity place = similarity();
  for (Point& y : result) y = moved(y, place);
  return result;
}

std::vector<double> Decoder::weights(std::span<const Point> sites) {
  std::vector<double> result(sites.size(), 0.0);
  const int kind = choice(8);
  if (kind == 0) return result;
  const double unit = choice(4) == 0 ? power_of_two(byte(), 8) : 1.0;
  for (std::size_t k = 0; k < sites.size(); ++k) {
    if (kind == 1) result[k] = squared_norm(sites[k]);          // all planes meet in a point
    if (kind == 2) result[k] = beside(0.0, choice(2) == 1);     // as small as can be
    if (kind == 3) result[k] = unit * number();                 // anything
    if (kind == 4) result[k] = unit * choice(4);                // ties
    if (kind == 5) result[k] = -squared_norm(sites[k]) * unit;  // sites drawn together, or apart
    if (kind >= 6) result[k] = unit * lattice_number();
  }
  return result;
}

std::vector<double> Decoder::masses(std::size_t count) {
  std::vector<double> result(count, 1.0);
  const int kind = choice(4);
  for (double& mass : result) {
    if (kind == 1) mass = choice(16);
    if (kind == 2) mass = power_of_two(byte(), 8);
    if (kind == 3) mass = number();
  }
  const bool is_normalised = kind != 3 || choice(2) == 0;
  const double sum = std::accumulate(result.begin(), result.end(), 0.0);
  if (is_normalised) {
    for (double& mass : result) mass /= sum;
  }
  return result;
}

std::vector<Ring> Decoder::rings() {
  std::vector<Ring> result;
  switch (const int kind = choice(8); kind) {
    case 0: {
      const Point low = point(), high = point();
      result = {testing::rectangle(low.x, low.y, high.x, high.y)};
      break;
    }
    case 1:
    case 2: {
      const std::vector<testing::NamedDomain> known = testing::domains();
      result = known[choice(static_cast<int>(known.size()))].rings;
      break;
    }
    default:
      result.resize(kind < 6 ? 1 : choice(4));
      for (Ring& ring : result) ring = points(12);
  }
  const Similarity place = similarity();
  for (Ring& ring : result) {
    for (Point& p : ring) p = moved(p, place);
  }
  return result;
}

SourceInput Decoder::grid() {
  const bool is_bilinear = choice(2) == 1, has_any_values = choice(4) == 0;
  const int rows = 1 + choice(8), columns = 1 + choice(8);
  const Similarity place = similarity();
  const Box bounds{moved({0, 0}, place), moved({1.0 + choice(2), 1.0 + choice(4) / 8.0}, place)};
  std::vector<double> values(rows * columns);
  for (double& value : values) value = has_any_values ? number() : choice(4);
  const auto make = is_bilinear ? bilinear_source : raster_source;
  return {std::make_shared<const Source>(make(bounds, values, columns, choice(2) == 1)),
          4.0 * rows * columns};
}

SourceInput Decoder::mixture() {
  const int count = 1 + choice(4);
  const bool is_any = choice(4) == 0;
  std::vector<Point> means;
  std::vector<Covariance> covariances;
  std::vector<double> shares;
  for (int k = 0; k < count; ++k) {
    means.push_back(point());
    const double xx = (1 + choice(16)) / 32.0, yy = (1 + choice(16)) / 32.0;
    const double xy = choice(8) / 8.0 * std::min(xx, yy);
    covariances.push_back({xx, xy, xy, yy});
    shares.push_back(choice(4));
    if (!is_any) continue;
    const double unit = std::abs(number());
    for (double& entry : covariances.back()) entry *= unit;
    shares.back() = number();
  }
  const std::vector<Ring> domain = choice(2) == 0 ? std::vector<Ring>{} : rings();
  auto source = std::make_shared<const Source>(
      gaussian_source(domain, means, covariances, shares, count == 1));
  if (is_any) return {source, kInfinity};

  const auto& density = std::get<GaussianMixture>(source->density);
  double peak = 0.0;
  for (int k = 0; k < count; ++k) {
    const auto& [xx, xy, yx, yy] = covariances[k];
    const double mass = density.component_masses()[k];
    if (mass == 0.0) continue;
    const double of_plane = 1.0 / (2.0 * std::numbers::pi * std::sqrt(xx * yy - xy * yx));
    peak += of_plane * mass / density.parts_inside()[k];
  }
  const double unit = source->similarity.unit;
  return {source, peak * unit * unit * density.domain().polygon().area()};
}

SourceInput Decoder::source() {
  switch (choice(8)) {
    case 0:
    case 1:
      return {
          std::make_shared<const Source>(uniform_source({testing::rectangle(0.0, 0.0, 1.0, 1.0)}))};
    case 2:
      return grid();
    case 3:
      return mixture();
    default:
      return {std::make_shared<const Source>(uniform_source(rings()))};
  }
}

}  // namespace brenier::fuzz
