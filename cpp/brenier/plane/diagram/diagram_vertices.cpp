#include "brenier/plane/diagram/diagram_vertices.hpp"

#include <CGAL/MP_Float.h>
#include <CGAL/Quotient.h>

#include "brenier/double_double.hpp"
#include "brenier/parallel.hpp"
#include "brenier/plane/points/orientation.hpp"
#include "brenier/plane/triangulation/power_center.hpp"
#include "brenier/plane/triangulation/power_test.hpp"

namespace brenier {
namespace {

using Exact = CGAL::MP_Float;
using Sites = std::array<WeightedPoint, 3>;

/// Numbers of one kind that the same formulas are written in: pairs of doubles, exact ones.
DoubleDouble difference(double a, double b, DoubleDouble /*kind*/) { return two_difference(a, b); }
Exact difference(double a, double b, const Exact& /*kind*/) { return Exact(a) - Exact(b); }

/// The vertex relative to the first site, as a quotient: (x, y) / divisor, divisor > 0.
template <class Number>
struct Quotients {
  Number x, y, divisor;

  explicit Quotients(const Sites& sites) {
    const auto& [a, b, c] = sites;
    const Number ux = from(b.point.x, a.point.x), uy = from(b.point.y, a.point.y);
    const Number vx = from(c.point.x, a.point.x), vy = from(c.point.y, a.point.y);
    const Number ru = ux * ux + uy * uy - from(b.weight, a.weight);
    const Number rv = vx * vx + vy * vy - from(c.weight, a.weight);
    x = ru * vy - rv * uy;
    y = rv * ux - ru * vx;
    divisor = ux * vy - uy * vx;
    divisor = divisor + divisor;
  }
  static Number from(double a, double b) { return difference(a, b, Number()); }
};

/// cross(q - p, z - p), z the vertex, times a positive number.
template <class Number>
Number area_of(const Sites& sites, Point p, Point q) {
  const Quotients<Number> z(sites);
  const Point a = sites[0].point;
  const auto from = [](double left, double right) { return difference(left, right, Number()); };
  return from(q.x, p.x) * (z.y + z.divisor * from(a.y, p.y)) -
         from(q.y, p.y) * (z.x + z.divisor * from(a.x, p.x));
}

/// More than area_of's rounding error in pairs of doubles: the same sum of sizes, 2^-95 of it, and
/// what products lose by underflow.
double error_of_area(const Sites& sites, Point p, Point q) {
  const auto& [a, b, c] = sites;
  const auto size = [](double s, double t) { return std::abs(s) + std::abs(t); };
  const double ux = size(b.point.x, a.point.x), uy = size(b.point.y, a.point.y);
  const double vx = size(c.point.x, a.point.x), vy = size(c.point.y, a.point.y);
  const double ru = ux * ux + uy * uy + size(b.weight, a.weight);
  const double rv = vx * vx + vy * vy + size(c.weight, a.weight);
  const double divisor = 2.0 * (ux * vy + uy * vx);
  const double sum = size(q.x, p.x) * (rv * ux + ru * vx + divisor * size(a.point.y, p.y)) +
                     size(q.y, p.y) * (ru * vy + rv * uy + divisor * size(a.point.x, p.x));
  constexpr double kErrorBound = 0x1p-95, kUnderflow = 1e-280;
  return kErrorBound * sum + kUnderflow * (1.0 + ru + rv + divisor + sum);
}

double error_of(Point center, Point site) {
  constexpr double kGenerous = 1e-13;
  return kGenerous *
         (1.0 + std::abs(center.x) + std::abs(center.y) + std::abs(site.x) + std::abs(site.y));
}

int sign(double value) { return (value > 0.0) - (value < 0.0); }

}  // namespace

DiagramVertices::DiagramVertices(const RegularTriangulation& triangulation, int workers,
                                 const CheckInterrupt& interrupt)
    : triangulation_(&triangulation), points_(triangulation.triangles().size()) {
  constexpr Index kBlock = 1024;
  const Index count = static_cast<Index>(points_.size());
  const auto of_block = [&](Index block) {
    const Index end = std::min(count, (block + 1) * kBlock);
    for (Index t = block * kBlock; t < end; ++t) points_[t] = rounded(t);
  };
  parallel_for(workers, (count + kBlock - 1) / kBlock, of_block, interrupt);
}

Point DiagramVertices::rounded(Index triangle) const {
  const Sites sites = sites_of(triangle);
  const Point center = power_center_with_care(sites[0], sites[1], sites[2]);
  // A coordinate near 0 may be smaller than what 106 bits leave of the sites'.
  const double least = std::min(std::abs(center.x), std::abs(center.y));
  if (!(least < error_of(center, sites[0].point)) || !is_finite(center)) return center;
  const Quotients<Exact> z(sites);
  const auto coordinate = [&](double a, const Exact& offset) {
    const Exact dividend = Exact(a) * z.divisor + offset;
    // CGAL makes 0 times infinity of this where the divisor is below the least double.
    if (CGAL::is_zero(dividend)) return 0.0;
    return CGAL::to_double(CGAL::Quotient<Exact>(dividend, z.divisor));
  };
  return {coordinate(sites[0].point.x, z.x), coordinate(sites[0].point.y, z.y)};
}

std::array<WeightedPoint, 3> DiagramVertices::sites_of(Index triangle) const {
  const auto& [a, b, c] = triangulation_->triangles()[triangle].vertices;
  return {site(a), site(b), site(c)};
}

double DiagramVertices::error(Index triangle) const {
  return error_of(points_[triangle],
                  triangulation_->sites()[triangulation_->triangles()[triangle].vertices[0]]);
}

int DiagramVertices::side(Index triangle, Point p, Point q) const {
  const auto [area, rounding] = bounded_double_area(p, q, points_[triangle]);
  const double slack = rounding + error(triangle) * (std::abs(q.x - p.x) + std::abs(q.y - p.y));
  if (area > slack) return 1;
  if (-area > slack) return -1;
  const Sites sites = sites_of(triangle);
  const double finer = static_cast<double>(area_of<DoubleDouble>(sites, p, q));
  if (std::abs(finer) > error_of_area(sites, p, q)) return sign(finer);
  return static_cast<int>(CGAL::sign(area_of<Exact>(sites, p, q)));
}

int DiagramVertices::compare_x(Index triangle, double x) const {
  const double gap = points_[triangle].x - x;
  if (std::abs(gap) > error(triangle)) return sign(gap);
  return -side(triangle, {x, 0.0}, {x, 1.0});
}

bool DiagramVertices::is_at(Index triangle, Point p) const {
  const auto& [a, b, c] = sites_of(triangle);
  return power_comparison(p, a, b) == 0 && power_comparison(p, a, c) == 0;
}

bool DiagramVertices::coincide(const TriangulationEdge& edge) const {
  const Triangle& beyond = triangulation_->triangles()[edge.right];
  const auto& [a, b, c] = sites_of(edge.left);
  return power_test(a, b, c, site(beyond.vertices[place(beyond.neighbors, edge.left)])) == 0;
}

}  // namespace brenier
