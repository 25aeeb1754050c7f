// A power diagram with its measures, in the caller's coordinates and order: what users look at.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/density/source.hpp"
#include "brenier/plane/diagram/cell_boundaries.hpp"
#include "brenier/plane/diagram/cell_locator.hpp"
#include "brenier/plane/diagram/subdivision.hpp"
#include "brenier/plane/measure/cell_moments.hpp"
#include "brenier/plane/points/distinct_sites.hpp"
#include "brenier/plane/points/frame.hpp"

namespace brenier {

/// The facets, a row per piece inside the domain, directed with the first site's cell on the left:
/// exactly the pairs of cells that share a segment of positive length there. Its ends are the same
/// where doubles cannot tell them apart.
struct FacetTable {
  std::vector<std::array<Index, 2>> sites;
  std::vector<std::array<Point, 2>> points;
  std::vector<double> masses;  // ∫ρ ds
};

/// The power diagram of weighted sites under a source. Of several sites at one place, that of
/// highest weight (lowest index among equals) has the cell; the others are hidden. All results are
/// computed when asked for; the object itself never changes (but for the search structure of
/// `locate`, and the subdivision behind facets and cells, which are built once, by the first thread
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
  /// Mass, centroid (NaN if empty) and second moment of each site's cell.
  CellMoments moments(const CheckInterrupt& interrupt = {}) const;
  std::vector<double> masses(const CheckInterrupt& interrupt = {}) const;
  std::vector<double> areas(const CheckInterrupt& interrupt = {}) const;
  /// The sites whose cell in the whole plane is empty, increasing.
  std::vector<Index> hidden() const;
  /// The weighted Delaunay triangles.
  std::vector<Triangle> triangles() const;
  std::vector<std::array<Index, 3>> simplices() const;
  FacetTable facets(const CheckInterrupt& interrupt = {}) const;
  CellPolygons cells(const CheckInterrupt& interrupt = {}) const;
  /// The site whose cell each point lies in.
  std::vector<Index> locate(std::span<const Point> points, int workers = 1,
                            const CheckInterrupt& interrupt = {}) const;
  /// The values at the sites, interpolated on the simplices; +infinity off their convex hull.
  std::vector<double> interpolate(std::span<const double> values, std::span<const Point> at,
                                  const CheckInterrupt& interrupt = {}) const;

 private:
  void build(std::vector<Point> points, std::vector<double> weights, int workers,
             const CheckInterrupt& interrupt);
  const CellLocator& locator() const;
  const Subdivision& subdivision(const CheckInterrupt& interrupt) const;
  std::vector<double> masses_under(const Density& density, const CheckInterrupt& interrupt) const;

  Frame frame_;
  std::shared_ptr<const Source> source_;
  std::vector<Index> group_;      // of each site
  std::vector<Index> cell_site_;  // of each group: the site that has the cell
  std::unique_ptr<const RegularTriangulation> triangulation_;
  std::unique_ptr<const CellBoundaries> boundaries_;
  int workers_ = 1;  // for the questions that do not come with a number of their own
  mutable std::once_flag locator_once_;
  mutable std::optional<const CellLocator> locator_;
  mutable std::once_flag subdivision_once_;
  mutable std::optional<const Subdivision> subdivision_;
};

}  // namespace brenier
