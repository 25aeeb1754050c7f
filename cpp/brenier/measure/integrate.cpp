#include "brenier/measure/integrate.hpp"

#include <limits>

namespace brenier {
namespace {

/// For each cell a point of its boundary, about which its integrals are formed: a cell may be a
/// millionth of the domain, and cancellation about a far origin would eat its digits. NaN for a cell
/// that is empty.
std::vector<Point> local_origins(const PowerDiagram& diagram, Index site_count) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  std::vector<Point> origins(site_count, Point{kNaN, kNaN});
  const auto offer = [&](Index site, Point p) {
    if (std::isnan(origins[site].x)) origins[site] = p;
  };
  for (const Segment& s : diagram.segments()) {
    offer(s.left, s.a);
    if (s.right != kNone) offer(s.right, s.a);
  }
  return origins;
}

}  // namespace

CellMeasures measure_cells(const PowerDiagram& diagram, std::span<const Point> sites,
                           const Density& density) {
  return std::visit(
      [&](const auto& rho) {
        const Index site_count = static_cast<Index>(sites.size());
        const std::vector<Point> origins = local_origins(diagram, site_count);
        CellMeasures result;
        result.masses.assign(site_count, 0.0);
        result.facets.reserve(diagram.facet_count());
        for (const Segment& s : diagram.segments()) {
          result.masses[s.left] += rho.mass(s.a, s.b, origins[s.left]);
          if (s.right == kNone) continue;
          result.masses[s.right] -= rho.mass(s.a, s.b, origins[s.right]);
          result.facets.push_back(
              {s.left, s.right, rho.line_integral(s.a, s.b), norm(sites[s.left] - sites[s.right])});
        }
        for (double& mass : result.masses) mass = std::max(mass, 0.0);
        return result;
      },
      density);
}

CellMoments cell_moments(const PowerDiagram& diagram, Index site_count, const Density& density) {
  const std::vector<Point> origins = local_origins(diagram, site_count);
  std::vector<Moments> moments(site_count);
  std::vector<Box> boxes(site_count);
  std::visit(
      [&](const auto& rho) {
        for (const Segment& s : diagram.segments()) {
          moments[s.left] += rho.moments(s.a, s.b, origins[s.left]);
          boxes[s.left].add(s.a);
          if (s.right == kNone) continue;
          moments[s.right] += rho.moments(s.b, s.a, origins[s.right]);
          boxes[s.right].add(s.b);
        }
      },
      density);

  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  CellMoments result;
  for (Index k = 0; k < site_count; ++k) {
    const Moments& m = moments[k];
    const bool empty = !(m.mass > 0.0);
    result.masses.push_back(empty ? 0.0 : m.mass);
    if (empty) {
      result.centroids.push_back({kNaN, kNaN});
      result.second_moments.push_back(0.0);
      continue;
    }
    // In a cell as thin as the rounding errors the quotient could be any number: keep it in the box.
    const Point centroid = boxes[k].nearest(origins[k] + (1.0 / m.mass) * m.first);
    const Point offset = centroid - origins[k];
    result.centroids.push_back(centroid);
    result.second_moments.push_back(std::max(0.0, m.second - m.mass * squared_norm(offset)));
  }
  return result;
}

std::vector<double> facet_masses(const PowerDiagram& diagram, const Density& density) {
  std::vector<double> result;
  result.reserve(diagram.facet_count());
  std::visit(
      [&](const auto& rho) {
        for (Index k = 0; k < diagram.facet_count(); ++k) {
          const Segment& s = diagram.segments()[k];
          result.push_back(rho.line_integral(s.a, s.b));
        }
      },
      density);
  return result;
}

}  // namespace brenier
