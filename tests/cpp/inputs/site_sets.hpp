// Sites for tests of power diagrams, in spatial order, as these want them.
#pragma once

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "inputs/domains.hpp"
#include "inputs/random.hpp"
#include "inputs/sites.hpp"

namespace brenier::testing {

/// Sites in general position, and such that facets run along the edges of domains(), through their
/// vertices, or meet by the dozen.
inline std::vector<Sites> site_sets() {
  Random random(50);
  std::vector<Sites> result;
  const auto add = [&](std::string name, const std::vector<Point>& points,
                       std::vector<double> weights) {
    result.push_back(in_spatial_order(std::move(name), points, weights));
  };
  add("random", random.points(200), zeros(200));
  add("random, weighted", random.points(200), random.numbers(200, 0, 0.01));
  add("wider than the domain", random.points(200, -3, 4), random.numbers(200, 0, 1));
  add("clusters", random.clusters(300), zeros(300));
  // Facets on the multiples of 1/8, or 1/16: on the domains' edges.
  add("lattice of eighths", grid(8, 0.125, {0.0625, 0.0625}), zeros(64));
  add("lattice of sixteenths", grid(16, 0.0625, {0.03125, 0.03125}), zeros(256));
  add("sites on the edges", grid(9, 0.125, {0, 0}), zeros(81));
  // Facets along the diagonals.
  std::vector<Point> diamonds = grid(9, 0.125, {0, 0});
  for (const Point y : grid(8, 0.125, {0.0625, 0.0625})) diamonds.push_back(y);
  add("centred lattice", diamonds, zeros(diamonds.size()));
  // Three sites on a line, in a cross: facets at 45 degrees through the centre.
  std::vector<Point> circle{{0.5, 0.5}};
  for (const Point y : twelve_on_a_circle()) circle.push_back(Point{0.5, 0.5} + 0.0625 * y);
  add("cocircular, with the centre", circle, zeros(13));
  circle.erase(circle.begin());
  add("cocircular", circle, zeros(12));
  std::vector<Point> rounded;
  for (int k = 0; k < 100; ++k) {
    const double angle = 2 * std::numbers::pi * k / 100;
    rounded.push_back(Point{0.5, 0.5} + 0.3 * Point{std::cos(angle), std::sin(angle)});
  }
  add("nearly cocircular", rounded, zeros(100));
  std::vector<Point> line;
  for (int k = 0; k < 17; ++k) line.push_back({0.0625 * k, 0.5});
  add("collinear", line, zeros(17));
  std::vector<Point> slanted;
  for (int k = 0; k < 33; ++k) slanted.push_back({0.03125 * k, 0.015625 * k});
  add("collinear, slanted", slanted, zeros(33));
  std::vector<Point> nearly = slanted;
  for (Point& y : nearly) y.y += 1e-15 * random.uniform(-1, 1);
  add("nearly collinear", nearly, zeros(33));
  add("one", {{0.3, 0.4}}, {2});
  add("two", {{0.25, 0.5}, {0.75, 0.5}}, {0, 0});
  return result;
}

}  // namespace brenier::testing
