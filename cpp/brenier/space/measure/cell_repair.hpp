// Giving cells that came out empty some mass, by raising the weights of their sites and no others.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/diagram/appearance.hpp"
#include "brenier/waist/cell_measures.hpp"

namespace brenier::space {

/// The weight with which a cell that is empty would have the mass wanted, and where it would be.
struct RaisedCell {
  Index site;
  double weight;
  Point place;
  Index neighbor;  // in whose cell that is now
};

/// Of empty cells, each as if it were the only one, until it has about the mass wanted under the
/// uniform density. Where they are in each other's way, some stay empty with these weights. Those
/// that cannot be helped are left out. `Cells` is the diagram, as AppearanceFinder has it.
template <class Cells>
std::vector<RaisedCell> empty_cells_raised(const Cells& cells, std::span<const Index> empty,
                                           std::span<const double> wanted_masses,
                                           const CheckInterrupt& interrupt) {
  std::vector<RaisedCell> result;
  AppearanceFinder appearance_of(cells);
  for (const Index k : empty) {
    check(interrupt);
    if (const std::optional<Appearance> appearance = appearance_of(k)) {
      const double raise = appearance->raise_for(wanted_masses[k] * cells.volume());
      result.push_back({k, cells.site(k).weight + raise, appearance->place, appearance->neighbor});
    }
  }
  return result;
}

/// Has any cell no mass?
bool has_empty(const CellMeasures& measures);
/// Those of some cells that have none.
std::vector<Index> empty_among(std::span<const Index> cells, const CellMeasures& measures);

/// Raises the weights of cells that have some mass, until they have about the masses wanted: the
/// cube root of the mass is linear in the weight.
void raise_small_cells(std::vector<double>& weights, const CellMeasures& measures,
                       std::span<const Index> cells, std::span<const double> wanted_masses);

}  // namespace brenier::space
