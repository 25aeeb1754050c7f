// The cells of a torus whole, around their sites, and their facets: which cells meet, exactly.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/diagram/subdivision.hpp"
#include "brenier/plane/periodic/periodic_cells.hpp"
#include "brenier/plane/points/periodic_box.hpp"

namespace brenier {

/// A facet of the cell around site i, with the copy of site j that is `shift` away; going from a to
/// b, cell i is on the left. Both may be the same site.
struct PeriodicFacet {
  Index i;
  Index j;
  Shift shift;
  Index a;  // vertices of the subdivision
  Index b;
};

/// The cells around the sites in the box, in the plane. Their neighbours are copies no farther away
/// than two cells reach, so the diagram of these has them as they are.
class WholeCells {
 public:
  /// In the caller's coordinates by the similarity of the box.
  WholeCells(const PeriodicCells& cells, std::span<const Point> sites,
             std::span<const double> weights, const PeriodicBox& box, int workers = 1,
             const CheckInterrupt& interrupt = {});

  const SiteCopies& copies() const { return copies_; }
  const RegularTriangulation& triangulation() const { return triangulation_; }
  const Subdivision& subdivision() const { return subdivision_; }
  /// Sites whose cell on the torus is empty, increasing.
  const std::vector<Index>& hidden() const { return hidden_; }
  /// Each facet once, between two sites that share several as often; whole, also across the seam.
  std::vector<PeriodicFacet> facets() const;
  /// The polygons of the cells of these sites, none where there is kNone.
  CellPolygons polygons(std::span<const Index> sites, const CheckInterrupt& interrupt = {}) const;

 private:
  std::vector<Index> hidden_;
  SiteCopies copies_;
  RegularTriangulation triangulation_;
  Subdivision subdivision_;
};

}  // namespace brenier
