// The cells of weighted sites on a torus, of as many copies as are needed.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/periodic/torus_surfaces.hpp"

namespace brenier::space {

/// The copies to begin with, if nothing is known of their diagram.
std::shared_ptr<const SiteCopies> first_copies(const std::vector<Point>& sites, const Torus& torus);

/// Which cells of a torus meet, exactly.
class TorusCells {
 public:
  /// Of sites in the box with their weights, from some copies; where these are not enough, more are
  /// taken. Nothing if more than `most_hidden` sites are hidden. Keeps a view of the torus.
  static std::optional<TorusCells> of(std::shared_ptr<const SiteCopies> copies,
                                      std::span<const double> weights, const Torus& torus,
                                      Index most_hidden, int workers = 1,
                                      const CheckInterrupt& interrupt = {});

  /// With which to begin for weights near these.
  const std::shared_ptr<const SiteCopies>& copies() const { return copies_; }
  const TorusTriangulation& triangulation() const { return *triangulation_; }
  TorusSurfaces surfaces() const { return TorusSurfaces(*triangulation_); }
  /// Sites without a cell on the torus, increasing.
  const std::vector<Index>& hidden() const { return hidden_; }

 private:
  TorusCells() = default;

  std::shared_ptr<const SiteCopies> copies_;
  std::shared_ptr<const SiteCopies> sufficient_;  // those that the triangulation is of
  std::unique_ptr<const TorusTriangulation> triangulation_;
  std::vector<Index> hidden_;
};

}  // namespace brenier::space
