#include "brenier/plane/periodic/periodic_diagram.hpp"

#include <utility>

#include "brenier/plane/diagram/hull_interpolation.hpp"
#include "brenier/plane/periodic/torus_segments.hpp"
#include "brenier/required_points.hpp"
#include "brenier/weighted_sites.hpp"

namespace brenier {

PeriodicDiagram::PeriodicDiagram(std::span<const Point> sites, std::span<const double> weights,
                                 std::shared_ptr<const Source> source, int workers,
                                 const CheckInterrupt& interrupt)
    : source_(std::move(source)) {
  auto wrapped = box().wrapped_sites(sites);
  turns_ = std::move(wrapped.turns);
  WeightedSites given(wrapped.points, weights, Frame(source_->similarity), interrupt);
  points_ = std::move(given.distinct.points);
  weights_ = std::move(given.weights);
  group_ = std::move(given.distinct.group);
  cell_site_ = std::move(given.cell_site);
  build(workers, interrupt);
}

PeriodicDiagram::PeriodicDiagram(const PlanarProblem& problem, std::vector<double> group_weights,
                                 int workers, const CheckInterrupt& interrupt)
    : source_(problem.source),
      turns_(problem.turns),
      points_(problem.sites.points),
      weights_(std::move(group_weights)),
      group_(problem.sites.group) {
  for (Index g = 0; g < problem.sites.size(); ++g) {
    cell_site_.push_back(problem.sites.first_member(g));
  }
  build(workers, interrupt);
}

void PeriodicDiagram::build(int workers, const CheckInterrupt& interrupt) {
  workers_ = workers;
  cells_ = std::make_unique<const PeriodicCells>(points_, weights_, box().torus,
                                                 domain_of(source_->density), workers, interrupt);
}

const CellLocator& PeriodicDiagram::locator() const {
  std::call_once(locator_once_, [&] { locator_.emplace(cells_->triangulation()); });
  return *locator_;
}

const WholeCells& PeriodicDiagram::whole(const CheckInterrupt& interrupt) const {
  std::call_once(whole_once_,
                 [&] { whole_.emplace(*cells_, points_, weights_, box(), workers_, interrupt); });
  return *whole_;
}

CellMoments PeriodicDiagram::moments(const CheckInterrupt& interrupt) const {
  CellMoments local = cells_->moments(source_->density, workers_, interrupt);
  const double unit = source_->similarity.unit;
  for (std::size_t g = 0; g < cell_site_.size(); ++g) {
    local.centroids[g] = box().from_local(local.centroids[g], turns_[cell_site_[g]]);
  }
  for (double& second : local.second_moments) second *= unit * unit;
  return of_sites(local, cell_site_, group_.size());
}

std::vector<double> PeriodicDiagram::masses_under(const Density& density,
                                                  const CheckInterrupt& interrupt) const {
  return of_sites(cells_->measures(density, workers_, interrupt).masses, cell_site_, group_.size());
}

std::vector<double> PeriodicDiagram::masses(const CheckInterrupt& interrupt) const {
  return masses_under(source_->density, interrupt);
}

std::vector<double> PeriodicDiagram::areas(const CheckInterrupt& interrupt) const {
  std::vector<double> result =
      masses_under(Uniform(domain_of(source_->density).polygon()), interrupt);
  for (double& area : result) area *= source_->area();
  return result;
}

std::vector<Index> PeriodicDiagram::hidden() const {
  std::vector<char> is_empty(points_.size(), 0);
  for (const Index g : whole().hidden()) is_empty[g] = 1;
  std::vector<Index> result;
  for (Index k = 0; k < site_count(); ++k) {
    const Index g = group_[k];
    if (cell_site_[g] != k || is_empty[g]) result.push_back(k);
  }
  return result;
}

PeriodicFacetTable PeriodicDiagram::facets(const CheckInterrupt& interrupt) const {
  const Subdivision& all = whole(interrupt).subdivision();
  PeriodicFacetTable result;
  OccasionalCheck check_here(interrupt);
  std::visit(
      [&](const auto& rho) {
        for (const PeriodicFacet& f : whole().facets()) {
          check_here();
          const Index i = cell_site_[f.i], j = cell_site_[f.j];
          const Point a = all.local_place(f.a), b = all.local_place(f.b);
          result.table.sites.push_back({i, j});
          result.table.points.push_back(
              {box().from_local(a, turns_[i]), box().from_local(b, turns_[i])});
          double local_mass = 0.0;
          for_each_piece_in_box(a, b, box().torus, [&](Point from, Point to) {
            local_mass += rho.line_integral(from, to);
          });
          result.table.masses.push_back(local_mass / source_->similarity.unit);
          result.shifts.push_back(f.shift + turns_[i] - turns_[j]);
        }
      },
      source_->density);
  return result;
}

CellPolygons PeriodicDiagram::cells(const CheckInterrupt& interrupt) const {
  std::vector<Index> group_of_cell;
  group_of_cell.reserve(group_.size());
  for (Index k = 0; k < site_count(); ++k) {
    group_of_cell.push_back(cell_site_[group_[k]] == k ? group_[k] : kNone);
  }
  CellPolygons result = whole(interrupt).polygons(group_of_cell, interrupt);
  const Point period = box().period();
  for (Index k = 0; k < site_count(); ++k) {
    const Index begin = result.ring_begin[result.polygon_begin[result.cell_begin[k]]];
    const Index end = result.ring_begin[result.polygon_begin[result.cell_begin[k + 1]]];
    if (turns_[k] == Shift{}) continue;
    for (Index p = begin; p < end; ++p) {
      Point& at = result.points[p];
      at = {at.x + turns_[k].x * period.x, at.y + turns_[k].y * period.y};
    }
  }
  return result;
}

std::vector<Index> PeriodicDiagram::locate(std::span<const Point> points, int workers,
                                           const CheckInterrupt& interrupt) const {
  const std::vector<Point> local = box().wrapped(required_points("x", points));
  std::vector<Index> result = locator().locate(local, workers, interrupt);
  for (Index& k : result) k = cell_site_[cells_->copies()->site(k)];
  return result;
}

std::vector<double> PeriodicDiagram::conjugate(std::span<const double> weights,
                                               std::span<const Point> at,
                                               const CheckInterrupt& interrupt) const {
  const Similarity& similarity = source_->similarity;
  const WholeCells& cells = whole(interrupt);
  const SiteCopies& copies = cells.copies();
  // About the box's corner o, for y = o + z + t with z in the box: the conjugate at z, and what
  // moving the plane by o + t adds, <o + t, z> + |o + t|² / 2.
  std::vector<double> values;
  values.reserve(copies.size());
  for (Index k = 0; k < copies.size(); ++k) {
    const Point z = similarity.unit * copies.points()[k];
    values.push_back(0.5 * (squared_norm(z) - weights[cell_site_[copies.site(k)]]));
  }
  const std::vector<Point> inside = box().wrapped(required_points("y", at));
  std::vector<double> result = interpolate(cells.triangulation(), values, inside, interrupt);
  for (std::size_t k = 0; k < at.size(); ++k) {
    const Point z = similarity.unit * inside[k], moved = at[k] - z;
    result[k] += dot(moved, z) + 0.5 * squared_norm(moved);
  }
  return result;
}

std::shared_ptr<const PeriodicDiagram> periodic_transport_diagram(
    const PlanarProblem& problem, std::span<const double> point_weights, int workers,
    const CheckInterrupt& interrupt) {
  return std::make_shared<const PeriodicDiagram>(problem, problem.to_groups(point_weights), workers,
                                                 interrupt);
}

}  // namespace brenier
