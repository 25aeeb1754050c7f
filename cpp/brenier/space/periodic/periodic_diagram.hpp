// A power diagram on a periodic box with its measures, in the caller's coordinates and order.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/diagram/polyhedron.hpp"
#include "brenier/space/diagram/seeded_walk.hpp"
#include "brenier/space/measure/power_diagram.hpp"
#include "brenier/space/measure/source.hpp"
#include "brenier/space/periodic/torus_cells.hpp"
#include "brenier/space/problem/spatial_problem.hpp"

namespace brenier::space {

/// The facets of a periodic diagram, each once and whole: `shifts` says by how many periods the
/// second site is moved to be the neighbour of the first where the caller has that.
struct PeriodicFacetTable {
  FacetTable table;
  std::vector<Shift> shifts;
};

/// The power of the nearest copy of a site on a torus, less the weight of the first: what weights
/// have in common may be much larger than squares of distances.
class PowerOnTorus {
 public:
  PowerOnTorus(const Torus& torus, std::span<const Point> sites, std::span<const double> weights)
      : torus_(&torus), sites_(sites), weights_(weights) {}

  double operator()(Index k, Index first, Point x) const {
    return torus_->squared_distance(x, sites_[k]) - (weights_[k] - weights_[first]);
  }

 private:
  const Torus* torus_;
  std::span<const Point> sites_;
  std::span<const double> weights_;
};

/// The counterpart of PowerDiagram on a torus. Cells are whole, around their sites where the caller
/// has them, and so are their centroids. The object never changes, but for what is built once, by
/// the first thread that needs it.
class PeriodicDiagram {
 public:
  /// Raises InvalidArgument when a site or a weight is not finite or too large.
  PeriodicDiagram(std::span<const Point> sites, std::span<const double> weights,
                  std::shared_ptr<const Source> source, int workers = 1,
                  const CheckInterrupt& interrupt = {});
  /// Of a problem's sites, with local weights for each group of them; the lowest index of a group
  /// has the cell.
  PeriodicDiagram(const SpatialProblem& problem, std::vector<double> group_weights, int workers = 1,
                  const CheckInterrupt& interrupt = {});
  PeriodicDiagram(const PeriodicDiagram&) = delete;
  PeriodicDiagram& operator=(const PeriodicDiagram&) = delete;

  Index site_count() const { return static_cast<Index>(group_.size()); }
  /// How many copies the diagram is made of.
  Index copy_count() const { return cells_->triangulation().copies().size(); }
  CellMoments moments(const CheckInterrupt& interrupt = {}) const;
  std::vector<double> masses(const CheckInterrupt& interrupt = {}) const;
  std::vector<double> volumes(const CheckInterrupt& interrupt = {}) const;
  /// The sites whose cell is empty, increasing.
  std::vector<Index> hidden() const;
  PeriodicFacetTable facets(const CheckInterrupt& interrupt = {}) const;
  /// A site's cell, whole; without vertices if it is empty. Raises InvalidArgument if there is no
  /// such site.
  Polyhedron cell(Index site) const;
  /// The site in whose cell a copy of each point lies.
  std::vector<Index> locate(std::span<const Point> points, int workers = 1,
                            const CheckInterrupt& interrupt = {}) const;
  /// The Legendre dual, in the caller's unit, of max over sites and their copies of
  /// <x, y> + (w - |y|²) / 2, with weights of the caller's.
  std::vector<double> conjugate(std::span<const double> weights, std::span<const Point> at,
                                const CheckInterrupt& interrupt = {}) const;

 private:
  /// For each group the tetrahedra of which it is a corner, as 4 t + corner.
  struct Incidences {
    std::vector<Index> all;
    std::vector<Index> begin;
  };
  using Locator = SeededWalk<PowerOnTorus>;

  void build(int workers, const CheckInterrupt& interrupt);
  const PeriodicBox& box() const { return *source_->periodic; }
  const Locator& locator(const CheckInterrupt& interrupt) const;
  std::span<const Index> corners_of(Index group) const;

  std::shared_ptr<const Source> source_;
  std::vector<Shift> turns_;      // of each site: how far the caller's is from the box
  std::vector<Point> points_;     // of each group
  std::vector<double> weights_;   // of each group
  std::vector<Index> group_;      // of each site
  std::vector<Index> cell_site_;  // of each group: the site that has the cell
  std::optional<const TorusCells> cells_;
  std::optional<const TorusSurfaces> surfaces_;
  int workers_ = 1;
  mutable std::once_flag incidences_once_, locator_once_;
  mutable Incidences incidences_;
  mutable std::optional<const SiteGraph> graph_;
  mutable std::optional<const Locator> locator_;
};

/// The diagram of all the problem's sites, whose source is periodic: as `transport_diagram`.
std::shared_ptr<const PeriodicDiagram> periodic_transport_diagram(
    const SpatialProblem& problem, std::span<const double> point_weights, int workers,
    const CheckInterrupt& interrupt);

}  // namespace brenier::space
