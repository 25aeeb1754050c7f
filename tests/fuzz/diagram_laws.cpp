#include "diagram_laws.hpp"

#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "brenier/linalg/graph_laplacian.hpp"
#include "oracles/exact_areas.hpp"
#include "oracles/polygons.hpp"
#include "require.hpp"

namespace brenier::fuzz {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

const Polygon& local_domain(const PowerDiagram& diagram) {
  return domain_of(diagram.source().density).polygon();
}

/// The largest coordinate, and so the unit of rounding errors, of the domain.
double reach(const Polygon& polygon) {
  const auto& [low, high] = polygon.box();
  return std::max({std::abs(low.x), std::abs(low.y), std::abs(high.x), std::abs(high.y)});
}

double perimeter(const Polygon& polygon) {
  double sum = 0.0;
  for (Index k = 0; k < polygon.edge_count(); ++k)
    sum += norm(polygon.edge(k).q - polygon.edge(k).p);
  return sum;
}

void require_masses(const PowerDiagram& diagram, double rounding) {
  const CellMoments moments = diagram.moments();
  const std::vector<double> masses = diagram.masses();
  const std::vector<Index> hidden = diagram.hidden();
  const Polygon& polygon = local_domain(diagram);
  const Similarity& similarity = diagram.source().similarity;
  double sum = 0.0;
  for (Index k = 0; k < diagram.site_count(); ++k) {
    const double mass = moments.masses[k], second = moments.second_moments[k];
    const Point centroid = moments.centroids[k];
    require(std::isfinite(masses[k]) && masses[k] >= 0.0, "mass ", k, " is ", masses[k]);
    require(std::isfinite(second) && second >= 0.0, "second moment ", k, " is ", second);
    require(!(std::abs(mass - masses[k]) > rounding), "mass ", k, " is ", masses[k], " and ", mass);
    require(is_finite(centroid) == (mass > 0.0), "centroid ", k, " is ", centroid, ", mass ", mass);
    const double slack = 1e-14 * (1.0 + reach(polygon));
    const Point local = similarity.to_local(centroid);
    require(mass == 0.0 || norm(local - polygon.box().nearest(local)) <= slack, "centroid ", k,
            " is beyond the domain: ", centroid);
    sum += masses[k];
  }
  for (const Index k : hidden)
    require(masses[k] == 0.0, "hidden site ", k, " has mass ", masses[k]);
  require(!(std::abs(sum - 1.0) > rounding), "masses sum to 1", sum < 1.0 ? " - " : " + ",
          std::abs(sum - 1.0), " with rounding ", rounding);
}

void require_areas(const PowerDiagram& diagram) {
  const double unit = diagram.source().similarity.unit;
  const Polygon& polygon = local_domain(diagram);
  const Point origin = diagram.source().similarity.origin;
  const std::vector<double> areas = diagram.areas();
  const CellPolygons cells = diagram.cells();
  const double far = std::max(std::abs(origin.x), std::abs(origin.y)) / unit;
  const double rounding = 1e-14 * (1.0 + reach(polygon) + far) * perimeter(polygon);
  require(cells.cell_begin.size() == areas.size() + 1, "polygons for each cell");
  double sum = 0.0;
  for (std::size_t k = 0; k < areas.size(); ++k) {
    const double area = areas[k] / unit / unit;
    double of_polygons = 0.0;
    for (const std::vector<Point>& ring : testing::rings_of_cell(cells, static_cast<Index>(k))) {
      of_polygons += testing::signed_area(diagram.source().similarity.to_local(ring));
    }
    require(area >= 0.0, "area ", k, " is ", areas[k]);
    require(std::abs(area - of_polygons) <= rounding, "area ", k, " is ", area,
            ", that of its polygons ", of_polygons, " with rounding ", rounding);
    sum += area;
  }
  require(std::abs(sum - polygon.area()) <= rounding * (1.0 + 1e-2 * diagram.site_count()),
          "areas sum to ", sum, ", the domain has ", polygon.area());
}

/// Facets, and the Hessian made of them: symmetric, with rows that sum to 0.
void require_facets(const PowerDiagram& diagram, std::span<const Point> sites) {
  const FacetTable table = diagram.facets();
  std::vector<Facet> facets;
  for (std::size_t f = 0; f < table.masses.size(); ++f) {
    const auto& [i, j] = table.sites[f];
    const double mass = table.masses[f];
    require(0 <= std::min(i, j) && std::max(i, j) < diagram.site_count() && i != j, "facet ", f,
            " is between ", i, " and ", j);
    require(mass >= 0.0 && std::isfinite(mass), "facet ", f, " has mass ", mass);
    require(is_finite(table.points[f][0]) && is_finite(table.points[f][1]), "facet ", f, " ends");
    facets.push_back({i, j, mass / (2.0 * norm(sites[i] - sites[j]))});
  }
  const GraphLaplacian laplacian = mass_jacobian(diagram.site_count(), facets);
  const CompressedRows rows = compressed_rows(laplacian, 1.0);
  const auto entry = [&](Index i, Index j) {
    const auto begin = rows.columns.begin() + rows.row_begin[i];
    const auto end = rows.columns.begin() + rows.row_begin[i + 1];
    const auto at = std::lower_bound(begin, end, j);
    require(at != end && *at == j, "entry (", i, ", ", j, ") of the Hessian is missing");
    return rows.values[at - rows.columns.begin()];
  };
  for (Index i = 0; i < diagram.site_count(); ++i) {
    double sum = 0.0, size = 0.0;
    for (Index at = rows.row_begin[i]; at < rows.row_begin[i + 1]; ++at) {
      const Index j = rows.columns[at];
      require(entry(j, i) == rows.values[at], "the Hessian is symmetric at ", i, ", ", j);
      require(i == j || rows.values[at] <= 0.0, "∂m/∂w is ", rows.values[at], " at ", i, ", ", j);
      sum += rows.values[at];
      size += std::abs(rows.values[at]);
    }
    require(!(std::abs(sum) > 1e-14 * size), "row ", i, " sums to ", sum);
  }
}

}  // namespace

double rounding_of_mass(const SourceInput& input) {
  const Polygon& polygon = domain_of(input.source->density).polygon();
  const double rounding =
      1e-14 * (16.0 + input.peak * perimeter(polygon) * reach(polygon) / polygon.area());
  return rounding < 1e-6 ? rounding : kInfinity;
}

void require_partition(const PowerDiagram& diagram, std::span<const Point> sites,
                       const SourceInput& input) {
  require_masses(diagram, rounding_of_mass(input) * (1.0 + 1e-2 * diagram.site_count()));
  require_areas(diagram);
  require_facets(diagram, sites);
}

void require_location(const PowerDiagram& diagram, const LocalSites& sites,
                      std::span<const Point> queries) {
  using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;
  const auto compare_powers = Kernel().compare_power_distance_2_object();
  const auto site = [&](std::size_t k) {
    const Point y = sites.points[k];
    return Kernel::Weighted_point_2(Kernel::Point_2(y.x, y.y), sites.weights[k]);
  };
  const std::vector<Index> found = diagram.locate(queries);
  for (std::size_t q = 0; q < queries.size(); ++q) {
    const Point local = diagram.source().similarity.to_local(queries[q]);
    const Kernel::Point_2 x(local.x, local.y);
    for (std::size_t k = 0; k < sites.points.size(); ++k) {
      require(compare_powers(x, site(k), site(found[q])) != CGAL::SMALLER, "point ", q,
              " lies in cell ", k, " rather than ", found[q]);
    }
  }
}

void require_exact_areas(const PowerDiagram& diagram, const LocalSites& sites,
                         std::span<const double> weights, const SourceInput& input) {
  const Polygon& polygon = local_domain(diagram);
  const double rounding = rounding_of_mass({input.source, 1.0});
  if (rounding == kInfinity) return;
  const std::vector<double> areas = diagram.areas();
  const double unit = diagram.source().similarity.unit;
  // Of several sites at one place, the heaviest has the cell.
  LocalSites owners;
  std::vector<double> areas_of_owners;
  for (std::size_t k = 0; k < areas.size(); ++k) {
    bool is_owner = true;
    for (std::size_t j = 0; j < areas.size() && is_owner; ++j) {
      is_owner = !(sites.points[j] == sites.points[k]) || weights[j] < weights[k] ||
                 (weights[j] == weights[k] && j >= k);
    }
    if (!is_owner) continue;
    owners.points.push_back(sites.points[k]);
    owners.weights.push_back(sites.weights[k]);
    areas_of_owners.push_back(areas[k] / unit / unit / polygon.area());
  }
  for (std::size_t k = 0; k < areas_of_owners.size(); ++k) {
    const double expected =
        testing::exact_area(polygon, owners.points, owners.weights, k) / polygon.area();
    require(std::abs(areas_of_owners[k] - expected) <= rounding, "cell ", k,
            " of those at places has ", areas_of_owners[k], " of the domain; ", expected,
            " in exact arithmetic, difference ", areas_of_owners[k] - expected, " with rounding ",
            rounding);
  }
}

}  // namespace brenier::fuzz
