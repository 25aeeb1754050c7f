// The cells of weighted sites on a torus, of as many copies as are needed.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/periodic/torus_surfaces.hpp"

namespace brenier::space {

/// Where the cells of sites may be, as seen from these, if nothing is known of their diagram.
std::vector<Box> first_reach(std::size_t site_count, const Torus& torus);

/// Which cells of a torus meet, exactly.
class TorusCells {
 public:
  /// Of sites in the box with their weights, from copies by the reach of each; where these are not
  /// enough, more are taken. Nothing if more than `most_hidden` sites are hidden. Keeps a view of
  /// the torus.
  static std::optional<TorusCells> of(std::span<const Point> sites, std::span<const double> weights,
                                      std::vector<Box> reach, const Torus& torus, Index most_hidden,
                                      int workers = 1, const CheckInterrupt& interrupt = {});

  /// Where the cells may be with weights near these: farther than now by so many widths of a cell,
  /// or mean widths if these are larger.
  std::vector<Box> reach_nearby(double slack) const;
  /// How often the sites were triangulated, with more copies each time.
  int rounds() const { return rounds_; }
  const TorusTriangulation& triangulation() const { return *triangulation_; }
  TorusSurfaces surfaces() const { return TorusSurfaces(*triangulation_); }
  /// Sites without a cell on the torus, increasing.
  const std::vector<Index>& hidden() const { return hidden_; }

 private:
  explicit TorusCells(std::unique_ptr<const SiteCopies> copies) : copies_(std::move(copies)) {}

  std::unique_ptr<const SiteCopies> copies_;
  std::unique_ptr<const TorusTriangulation> triangulation_;
  std::vector<Box> extents_;
  std::vector<Index> hidden_;
  int rounds_ = 0;
};

}  // namespace brenier::space
