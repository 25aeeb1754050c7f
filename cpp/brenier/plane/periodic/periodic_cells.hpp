// The cells of weighted sites on a torus, in its box.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/density/density.hpp"
#include "brenier/plane/periodic/covering.hpp"
#include "brenier/plane/periodic/folded.hpp"

namespace brenier {

/// The power diagram of as many copies as are needed, cut to the box: there it is that of all
/// copies.
class PeriodicCells {
 public:
  /// From a triangulation of some copies with these weights. Where these are not enough, more are
  /// taken. The domain is the torus's box.
  PeriodicCells(std::shared_ptr<const SiteCopies> copies, RegularTriangulation triangulation,
                std::span<const double> weights, const Torus& torus, const DomainIndex& domain,
                int workers = 1, const CheckInterrupt& interrupt = {});
  /// From the sites, in spatial order.
  PeriodicCells(std::span<const Point> sites, std::span<const double> weights, const Torus& torus,
                const DomainIndex& domain, int workers = 1, const CheckInterrupt& interrupt = {});

  const std::shared_ptr<const SiteCopies>& copies() const { return copies_; }
  const RegularTriangulation& triangulation() const { return *triangulation_; }
  const Extents& extents() const { return *extents_; }

  CellMeasures measures(const Density& density, int workers, const CheckInterrupt& interrupt) const;
  CellMoments moments(const Density& density, int workers, const CheckInterrupt& interrupt) const;

  /// Hands out what the next diagram can be made of.
  RegularTriangulation take_triangulation() && { return std::move(*triangulation_); }

 private:
  std::shared_ptr<const SiteCopies> copies_;
  std::unique_ptr<RegularTriangulation> triangulation_;
  std::unique_ptr<const CellBoundaries> boundaries_;
  std::unique_ptr<const Extents> extents_;
};

/// The copies to begin with, if nothing is known of their diagram.
std::shared_ptr<const SiteCopies> first_copies(std::span<const Point> sites, const Torus& torus,
                                               const CheckInterrupt& interrupt = {});

}  // namespace brenier
