#include "brenier/space/periodic/periodic_diagram.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "brenier/error.hpp"
#include "brenier/in_order.hpp"
#include "brenier/required_points.hpp"
#include "brenier/space/measure/measure_cells.hpp"
#include "brenier/space/periodic/torus_conjugate.hpp"
#include "brenier/space/periodic/torus_measures.hpp"
#include "brenier/text.hpp"
#include "brenier/weighted_sites.hpp"

namespace brenier::space {

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

PeriodicDiagram::PeriodicDiagram(const SpatialProblem& problem, std::vector<double> group_weights,
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
  const Index any = static_cast<Index>(points_.size());
  std::vector<Box> reach = first_reach(points_.size(), box().torus);
  cells_.emplace(
      *TorusCells::of(points_, weights_, std::move(reach), box().torus, any, workers, interrupt));
  surfaces_.emplace(cells_->triangulation());
}

CellMoments PeriodicDiagram::moments(const CheckInterrupt& interrupt) const {
  CellMoments local = cell_moments(*surfaces_, workers_, interrupt);
  const double unit = source_->similarity.unit;
  for (std::size_t g = 0; g < cell_site_.size(); ++g) {
    local.centroids[g] = box().from_local(local.centroids[g], turns_[cell_site_[g]]);
  }
  for (double& second : local.second_moments) second *= unit * unit;
  return of_sites(local, cell_site_, group_.size());
}

std::vector<double> PeriodicDiagram::masses(const CheckInterrupt& interrupt) const {
  return of_sites(measure_cells(*surfaces_, workers_, interrupt).masses, cell_site_, group_.size());
}

std::vector<double> PeriodicDiagram::volumes(const CheckInterrupt& interrupt) const {
  std::vector<double> result = masses(interrupt);
  for (double& volume : result) volume *= source_->volume();
  return result;
}

std::vector<Index> PeriodicDiagram::hidden() const {
  std::vector<char> is_empty(points_.size(), 0);
  for (const Index g : cells_->hidden()) is_empty[g] = 1;
  std::vector<Index> result;
  for (Index k = 0; k < site_count(); ++k) {
    const Index g = group_[k];
    if (cell_site_[g] != k || is_empty[g]) result.push_back(k);
  }
  return result;
}

PeriodicFacetTable PeriodicDiagram::facets(const CheckInterrupt& interrupt) const {
  PeriodicFacetTable result;
  const auto append = [](auto& to, const auto& from) {
    to.insert(to.end(), from.begin(), from.end());
  };
  const double unit = source_->similarity.unit, density = 1.0 / box().torus.volume();
  use_in_order(
      workers_, surfaces_->block_count(),
      [&](Index block) {
        PeriodicFacetTable part;
        surfaces_->for_each_facet(block, [&](const TorusFacet& facet) {
          const Index i = cell_site_[facet.i], j = cell_site_[facet.j];
          const Shift shift = wide(facet.shift) + turns_[i] - turns_[j];
          part.table.sites.push_back({std::min(i, j), std::max(i, j)});
          part.table.areas.push_back(unit * unit * facet.area);
          part.table.masses.push_back(density * facet.area / unit);
          part.shifts.push_back(i <= j ? shift : Shift{} - shift);
        });
        return part;
      },
      [&](const PeriodicFacetTable& part) {
        append(result.table.sites, part.table.sites);
        append(result.table.areas, part.table.areas);
        append(result.table.masses, part.table.masses);
        append(result.shifts, part.shifts);
      },
      interrupt);
  return result;
}

std::span<const Index> PeriodicDiagram::corners_of(Index group) const {
  std::call_once(incidences_once_, [&] {
    const TorusTriangulation& triangulation = cells_->triangulation();
    // Counted, then placed.
    std::vector<Index> next(points_.size() + 1, 0);
    for (Index t = 0; t < triangulation.size(); ++t) {
      for (int k = 0; k < 4; ++k) ++next[triangulation.site(t, k) + 1];
    }
    std::partial_sum(next.begin(), next.end(), next.begin());
    incidences_.begin = next;
    incidences_.all.resize(next.back());
    for (Index t = 0; t < triangulation.size(); ++t) {
      for (int k = 0; k < 4; ++k) incidences_.all[next[triangulation.site(t, k)]++] = 4 * t + k;
    }
  });
  return {incidences_.all.data() + incidences_.begin[group],
          incidences_.all.data() + incidences_.begin[group + 1]};
}

Polyhedron PeriodicDiagram::cell(Index site) const {
  if (site < 0 || site >= site_count()) {
    throw InvalidArgument(
        text("i is ", site, "; expected the index of a site, 0 to ", site_count() - 1));
  }
  const Index g = group_[site];
  if (cell_site_[g] != site) return {};
  Polyhedron result;
  std::map<CellCorner, Index> number;
  surfaces_->for_each_facet_of(
      corners_of(g), [&](Index neighbor, std::span<const CellCorner> corners) {
        std::vector<Index>& face = result.faces.emplace_back();
        for (const CellCorner& corner : corners) {
          const auto [at, is_new] =
              number.try_emplace(corner, static_cast<Index>(result.vertices.size()));
          if (is_new) {
            result.vertices.push_back(box().from_local(surfaces_->place(corner), turns_[site]));
          }
          face.push_back(at->second);
        }
        result.neighbors.push_back(cell_site_[neighbor]);
      });
  if (result.faces.size() < 4) return {};  // a polygon between two cells
  return result;
}

const PeriodicDiagram::Locator& PeriodicDiagram::locator(const CheckInterrupt& interrupt) const {
  std::call_once(locator_once_, [&] {
    graph_.emplace(static_cast<Index>(points_.size()),
                   pairs_of(measure_cells(*surfaces_, workers_, interrupt)), interrupt);
    Index some = 0;
    while (cells_->triangulation().corner_of(some) == kNone) ++some;
    locator_.emplace(PowerOnTorus(box().torus, points_, weights_), *graph_,
                     static_cast<Index>(points_.size()), some, box().torus.box(), interrupt);
  });
  return *locator_;
}

std::vector<Index> PeriodicDiagram::locate(std::span<const Point> points, int workers,
                                           const CheckInterrupt& interrupt) const {
  const std::vector<Point> local = box().wrapped(required_points("x", points));
  std::vector<Index> result = locator(interrupt).locate(local, workers, interrupt);
  for (Index& k : result) k = cell_site_[k];
  return result;
}

std::vector<double> PeriodicDiagram::conjugate(std::span<const double> weights,
                                               std::span<const Point> at,
                                               const CheckInterrupt& interrupt) const {
  const double unit = source_->similarity.unit;
  std::vector<double> of_groups;
  of_groups.reserve(cell_site_.size());
  for (const Index k : cell_site_) of_groups.push_back(weights[k] / unit / unit);
  const std::vector<Point> inside = box().wrapped(required_points("y", at));
  const std::vector<Index> near = locator(interrupt).locate(inside, workers_, interrupt);
  std::vector<double> result(at.size());
  OccasionalCheck check_now_and_then(interrupt);
  for (std::size_t k = 0; k < at.size(); ++k) {
    check_now_and_then();
    const double local = conjugate_on_torus(cells_->triangulation(), of_groups, inside[k], near[k]);
    // About the box's corner o, for y = o + z + t with z in the box: the conjugate at z, and what
    // moving space by o + t adds, <o + t, z> + |o + t|² / 2.
    const Point z = unit * inside[k], moved = at[k] - z;
    result[k] = unit * unit * local + dot(moved, z) + 0.5 * squared_norm(moved);
  }
  return result;
}

std::shared_ptr<const PeriodicDiagram> periodic_transport_diagram(
    const SpatialProblem& problem, std::span<const double> point_weights, int workers,
    const CheckInterrupt& interrupt) {
  return std::make_shared<const PeriodicDiagram>(problem, problem.to_groups(point_weights), workers,
                                                 interrupt);
}

}  // namespace brenier::space
