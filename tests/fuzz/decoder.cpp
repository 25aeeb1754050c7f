#include "decoder.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

#include "inputs/domains.hpp"
#include "inputs/random.hpp"
#include "inputs/sites.hpp"

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

double power_of_two(std::uint8_t byte, int step) {
  return std::ldexp(1.0, step * static_cast<std::int8_t>(byte));
}

}  // namespace

// Bytes are read in the order in which statements and braces are written: that of a function's
// arguments, or of a sum's terms, is up to the compiler.

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
      const int place = choice(12);
      const Point on_circle = testing::twelve_on_a_circle()[4 * (place % 3) + place / 3];
      result = Point{0.5, 0.5} + 0.0625 * on_circle;
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
  for (Point& y : result) y = place.from_local(y);
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

}  // namespace brenier::fuzz
