// The diagram that callers see: in their own coordinates, for their own sites.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/diagram/cell_locator.hpp"
#include "brenier/space/diagram/cell_surfaces.hpp"
#include "brenier/space/diagram/hull_interpolation.hpp"
#include "brenier/space/diagram/polyhedron.hpp"
#include "brenier/space/measure/cell_moments.hpp"
#include "brenier/space/measure/source.hpp"
#include "brenier/space/points/distinct_sites.hpp"
#include "brenier/space/points/frame.hpp"

namespace brenier::space {

/// The facets: the pairs of cells that share a polygon of positive area in the domain.
struct FacetTable {
  std::vector<std::array<Index, 2>> sites;
  std::vector<double> areas;
  std::vector<double> masses;  // ∫ρ over the facet
};

/// The power diagram of weighted sites under a source. Of several sites at one place, that of
/// highest weight (lowest index among equals) has the cell; the others are hidden. Results are
/// computed when asked for; the object itself never changes (but for the search structures of
/// `locate` and `cell`, and the triangulation of `hull`, which are built once, by the first thread
/// that needs them).
class PowerDiagram {
 public:
  /// Raises InvalidArgument when a site or a weight is not finite or too large.
  PowerDiagram(std::span<const Point> sites, std::span<const double> weights,
               std::shared_ptr<const Source> source, int workers = 1,
               const CheckInterrupt& interrupt = {});
  /// From sites that have been normalised already, with local weights for each group of them; the
  /// lowest index of a group has the cell.
  PowerDiagram(const Frame& frame, const DistinctSites& sites, std::vector<double> group_weights,
               std::shared_ptr<const Source> source, int workers = 1,
               const CheckInterrupt& interrupt = {});
  PowerDiagram(const PowerDiagram&) = delete;
  PowerDiagram& operator=(const PowerDiagram&) = delete;

  const Source& source() const { return *source_; }
  Index site_count() const { return static_cast<Index>(group_.size()); }
  /// Mass, centroid (NaN if empty) and second moment of each site's cell in the domain.
  CellMoments moments(const CheckInterrupt& interrupt = {}) const;
  std::vector<double> masses(const CheckInterrupt& interrupt = {}) const;
  std::vector<double> volumes(const CheckInterrupt& interrupt = {}) const;
  /// The sites that have no cell around the domain, increasing: there is none for them, or it lies
  /// far from the domain.
  std::vector<Index> hidden() const;
  FacetTable facets(const CheckInterrupt& interrupt = {}) const;
  /// A site's cell; without vertices if it is empty. Raises InvalidArgument if there is no such
  /// site.
  Polyhedron cell(Index site) const;
  /// The site whose cell each point lies in.
  std::vector<Index> locate(std::span<const Point> points, int workers = 1,
                            const CheckInterrupt& interrupt = {}) const;
  /// The weighted Delaunay tetrahedra of the sites, whether or not their cells meet in the domain;
  /// their corners are groups of sites, in the sites' local coordinates.
  const HullTriangulation& hull(const CheckInterrupt& interrupt = {}) const;
  /// The site that has the cell of a group.
  Index cell_site(Index group) const { return cell_site_[group]; }
  /// The values at the sites, interpolated on these tetrahedra; +infinity off their convex hull.
  std::vector<double> interpolate(std::span<const double> values, std::span<const Point> at,
                                  const CheckInterrupt& interrupt = {}) const;

 private:
  void build(std::vector<Point> points, std::vector<double> weights, int workers,
             const CheckInterrupt& interrupt);
  const SiteGraph& graph(const CheckInterrupt& interrupt = {}) const;
  const CellLocator& locator(const CheckInterrupt& interrupt) const;

  Frame frame_;
  std::shared_ptr<const Source> source_;
  std::vector<Index> group_;      // of each site
  std::vector<Index> cell_site_;  // of each group: the site that has the cell
  std::optional<OrderedSites> sites_;
  std::optional<RegularTriangulation> triangulation_;
  std::optional<CellSurfaces> surfaces_;
  int workers_ = 1;  // for the questions that do not come with a number of their own
  mutable std::once_flag graph_once_, locator_once_, hull_once_;
  mutable std::optional<const SiteGraph> graph_;
  mutable std::optional<const CellLocator> locator_;
  mutable std::optional<const HullTriangulation> hull_;
};

}  // namespace brenier::space
