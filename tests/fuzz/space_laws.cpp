#include "space_laws.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

#include "require.hpp"

namespace brenier::fuzz {
namespace {

using space::Point;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// The area of a polygon in space, in the direction in which it is largest.
double area_of(const std::vector<Point>& vertices, std::span<const Index> polygon) {
  Point sum{};
  for (std::size_t k = 2; k < polygon.size(); ++k) {
    sum = sum + space::cross(vertices[polygon[k - 1]] - vertices[polygon[0]],
                             vertices[polygon[k]] - vertices[polygon[0]]);
  }
  return 0.5 * space::norm(sum);
}

double volume_of(const space::Polyhedron& cell) {
  double volume = 0.0;
  for (const std::vector<Index>& face : cell.faces) {
    const Point apex = cell.vertices[0], a = cell.vertices[face[0]] - apex;
    for (std::size_t k = 2; k < face.size(); ++k) {
      volume += space::dot(a, space::cross(cell.vertices[face[k - 1]] - apex,
                                           cell.vertices[face[k]] - apex)) /
                6.0;
    }
  }
  return volume;
}

/// The cell in the domain's own coordinates, which are about 1.
space::Polyhedron local_cell(const space::PowerDiagram& diagram, Index site) {
  space::Polyhedron cell = diagram.cell(site);
  for (Point& p : cell.vertices) p = diagram.source().similarity.to_local(p);
  return cell;
}

double surface_of(const space::ConvexPolyhedron& body) {
  double sum = 0.0;
  for (const std::vector<Index>& face : body.faces()) sum += area_of(body.vertices(), face);
  return sum;
}

double reach(const space::Box& box) {
  return std::max(space::largest_coordinate(box.low), space::largest_coordinate(box.high));
}

void require_masses(const space::PowerDiagram& diagram, double rounding) {
  const space::CellMoments moments = diagram.moments();
  const std::vector<double> masses = diagram.masses();
  const space::Source& source = diagram.source();
  const space::Box& box = source.local.bounds();
  double sum = 0.0;
  for (Index k = 0; k < diagram.site_count(); ++k) {
    const double mass = moments.masses[k], second = moments.second_moments[k];
    const Point local = source.similarity.to_local(moments.centroids[k]);
    require(std::isfinite(masses[k]) && masses[k] >= 0.0, "mass ", k, " is ", masses[k]);
    require(std::isfinite(second) && second >= 0.0, "second moment ", k, " is ", second);
    require(!(std::abs(mass - masses[k]) > rounding), "mass ", k, " is ", masses[k], " and ", mass);
    require(std::isfinite(local.x + local.y + local.z) == (mass > 0.0), "centroid ", k, " is ",
            local, ", mass ", mass);
    require(!(mass > rounding) ||
                space::norm(local - box.nearest(local)) <= rounding / mass + 1e-14 * reach(box),
            "centroid ", k, " is beyond the domain: ", local, ", mass ", mass);
    sum += masses[k];
  }
  for (const Index k : diagram.hidden()) {
    require(masses[k] == 0.0, "hidden site ", k, " has mass ", masses[k]);
  }
  require(!(std::abs(sum - 1.0) > rounding), "masses sum to 1", sum < 1.0 ? " - " : " + ",
          std::abs(sum - 1.0), " with rounding ", rounding);
}

using Areas = std::map<std::array<Index, 2>, double>;

/// The pairs of cells that share a facet, each of them once, and its area.
Areas areas_of_facets(const space::PowerDiagram& diagram) {
  const space::FacetTable table = diagram.facets();
  const double unit = diagram.source().similarity.unit;
  Areas result;
  for (std::size_t f = 0; f < table.sites.size(); ++f) {
    const auto& [i, j] = table.sites[f];
    require(0 <= i && i < j && j < diagram.site_count(), "facet ", f, " is between ", i, " and ",
            j);
    const double area = table.areas[f] / unit / unit;
    require(table.areas[f] > 0.0 && area >= 0.0 && std::isfinite(area), "facet ", f, " has area ",
            area);
    require(table.masses[f] >= 0.0 && std::isfinite(table.masses[f]), "facet ", f, " has mass ",
            table.masses[f]);
    require(result.emplace(table.sites[f], area).second, "the facet of ", i, " and ", j,
            " comes twice");
  }
  return result;
}

/// Volumes and surfaces are those of the cells as polyhedra, which are found in another way: each
/// is cut out of the domain by half-spaces. With which neighbour a cell has a face is decided up to
/// 1e-12 there: so pairs are compared where that leaves no choice.
void require_polyhedra(const space::PowerDiagram& diagram, double rounding, bool are_apart) {
  const std::vector<double> masses = diagram.masses();
  const double of_domain = diagram.source().local.volume();
  const double slack = rounding * of_domain;  // of volumes, and of areas times the domain's width
  constexpr double kThin = 1e-6;
  std::vector<double> surfaces(masses.size(), 0.0);
  Areas differences = areas_of_facets(diagram);
  for (const auto& [pair, area] : differences) {
    for (const Index k : pair) surfaces[k] += area;
  }
  for (Index k = 0; k < diagram.site_count(); ++k) {
    const space::Polyhedron cell = local_cell(diagram, k);
    const double volume = volume_of(cell);
    require(!(std::abs(volume - masses[k] * of_domain) > slack), "cell ", k, " has volume ", volume,
            ", its mass says ", masses[k] * of_domain, " with rounding ", slack);
    const bool is_thin = volume <= kThin * surfaces[k];
    are_apart = are_apart && !(is_thin && surfaces[k] > 0.0);
    double surface = 0.0;
    for (std::size_t f = 0; f < cell.faces.size(); ++f) {
      const Index j = cell.neighbors[f];
      if (j == kNone) continue;
      require(0 <= j && j < diagram.site_count() && j != k, "cell ", k, " has the neighbour ", j);
      const double area = area_of(cell.vertices, cell.faces[f]);
      surface += area;
      differences[{std::min(k, j), std::max(k, j)}] -= 0.5 * area;
    }
    require(is_thin || !(std::abs(surface - surfaces[k]) > slack), "cell ", k, " has a surface of ",
            surface, ", its facets of ", surfaces[k], " with rounding ", slack);
  }
  for (const auto& [pair, difference] : differences) {
    require(!are_apart || !(std::abs(difference) > slack), "the facet of ", pair[0], " and ",
            pair[1], " is larger by ", difference, " than the cells' faces, with rounding ", slack);
  }
}

/// No two are within a millionth of the domain, in local coordinates.
bool are_apart(const space::PowerDiagram& diagram, std::span<const Point> sites) {
  constexpr double kNear = 1e-6;
  const double unit = diagram.source().similarity.unit;
  for (std::size_t i = 0; i < sites.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (space::norm(sites[i] - sites[j]) <= kNear * unit) return false;
    }
  }
  return true;
}

}  // namespace

double rounding_of_mass(const space::Source& source) {
  const space::ConvexPolyhedron& domain = source.local;
  const double rounding =
      1e-14 * (16.0 + surface_of(domain) * reach(domain.bounds()) / domain.volume());
  return rounding < 1e-6 ? rounding : kInfinity;
}

void require_partition(const space::PowerDiagram& diagram, std::span<const Point> sites) {
  const double rounding = rounding_of_mass(diagram.source()) * (1.0 + 1e-2 * diagram.site_count());
  require_masses(diagram, rounding);
  // Vertices of polyhedra that are nearer than 1e-12 are one.
  require_polyhedra(diagram, 1e3 * rounding, are_apart(diagram, sites));
}

void require_location(const space::PowerDiagram& diagram, std::span<const Point> given_sites,
                      std::span<const double> given_weights, std::span<const Point> queries) {
  const space::Frame frame(diagram.source().similarity, given_sites, true);
  const std::vector<Point> sites = frame.sites().to_local(given_sites);
  const std::vector<double> weights = frame.weights_to_local(sites, given_weights);
  const std::vector<Index> found = diagram.locate(queries);
  double size = 1.0;
  for (const Point y : sites) size = std::max(size, space::largest_coordinate(y));
  for (std::size_t q = 0; q < queries.size(); ++q) {
    const Point x = diagram.source().similarity.to_local(queries[q]), near = sites[found[q]];
    for (std::size_t k = 0; k < sites.size(); ++k) {
      const double here = space::squared_norm(x - near), there = space::squared_norm(x - sites[k]);
      const double heavier = weights[k] - weights[found[q]];
      const double gain = here - there + heavier;
      const double rounding =
          1e-14 * (here + there + std::abs(weights[k]) + std::abs(weights[found[q]])) +
          1e-28 * size * (size + space::norm(x));  // where sites are rounded to 0
      require(!(gain > rounding), "point ", q, " lies in cell ", k, " rather than ", found[q],
              ": powers differ by ", gain, " with rounding ", rounding);
    }
  }
}

}  // namespace brenier::fuzz
