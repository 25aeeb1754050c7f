// A power diagram on a periodic box with its measures, in the caller's coordinates and order.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/density/source.hpp"
#include "brenier/plane/diagram/cell_locator.hpp"
#include "brenier/plane/measure/power_diagram.hpp"
#include "brenier/plane/periodic/whole_cells.hpp"
#include "brenier/plane/problem/planar_problem.hpp"

namespace brenier {

/// The facets of a periodic diagram, each once and whole: `shifts` says by how many periods the
/// second site is moved to be the neighbour of the first where the caller has that.
struct PeriodicFacetTable {
  FacetTable table;
  std::vector<Shift> shifts;
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
  PeriodicDiagram(const PlanarProblem& problem, std::vector<double> group_weights, int workers = 1,
                  const CheckInterrupt& interrupt = {});
  PeriodicDiagram(const PeriodicDiagram&) = delete;
  PeriodicDiagram& operator=(const PeriodicDiagram&) = delete;

  Index site_count() const { return static_cast<Index>(group_.size()); }
  /// How many copies the diagram in the box is made of.
  Index copy_count() const { return cells_->copies()->size(); }
  CellMoments moments(const CheckInterrupt& interrupt = {}) const;
  std::vector<double> masses(const CheckInterrupt& interrupt = {}) const;
  std::vector<double> areas(const CheckInterrupt& interrupt = {}) const;
  /// The sites whose cell is empty, increasing.
  std::vector<Index> hidden() const;
  PeriodicFacetTable facets(const CheckInterrupt& interrupt = {}) const;
  CellPolygons cells(const CheckInterrupt& interrupt = {}) const;
  /// The site in whose cell a copy of each point lies.
  std::vector<Index> locate(std::span<const Point> points, int workers = 1,
                            const CheckInterrupt& interrupt = {}) const;
  /// The Legendre dual, in the caller's unit, of max over sites and their copies of
  /// <x, y> + (w - |y|²) / 2, with weights of the caller's.
  std::vector<double> conjugate(std::span<const double> weights, std::span<const Point> at,
                                const CheckInterrupt& interrupt = {}) const;

 private:
  void build(int workers, const CheckInterrupt& interrupt);
  const PeriodicBox& box() const { return *source_->periodic; }
  const CellLocator& locator() const;
  const WholeCells& whole(const CheckInterrupt& interrupt = {}) const;
  std::vector<double> masses_under(const Density& density, const CheckInterrupt& interrupt) const;

  std::shared_ptr<const Source> source_;
  std::vector<Shift> turns_;      // of each site: how far the caller's is from the box
  std::vector<Point> points_;     // of each group
  std::vector<double> weights_;   // of each group
  std::vector<Index> group_;      // of each site
  std::vector<Index> cell_site_;  // of each group: the site that has the cell
  std::unique_ptr<const PeriodicCells> cells_;
  int workers_ = 1;
  mutable std::once_flag locator_once_;
  mutable std::optional<const CellLocator> locator_;
  mutable std::once_flag whole_once_;
  mutable std::optional<const WholeCells> whole_;
};

/// The diagram of all the problem's sites, whose source is periodic: as `transport_diagram`.
std::shared_ptr<const PeriodicDiagram> periodic_transport_diagram(
    const PlanarProblem& problem, std::span<const double> point_weights, int workers,
    const CheckInterrupt& interrupt);

}  // namespace brenier
