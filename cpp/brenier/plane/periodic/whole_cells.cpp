#include "brenier/plane/periodic/whole_cells.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace brenier {
namespace {

constexpr double kMargin = 1.01;  // much more than rounding

/// Sites without a part of the box may have a cell that is too small for doubles: all copies tell.
std::vector<Index> truly_hidden(const PeriodicCells& cells, std::span<const Point> sites,
                                std::span<const double> weights, const Torus& torus,
                                const CheckInterrupt& interrupt) {
  std::vector<Index> result;
  bool are_sure = true;
  for (Index k = 0; k < static_cast<Index>(sites.size()); ++k) {
    if (cells.extents().squared[k] >= 0.0) continue;
    result.push_back(k);
    are_sure = are_sure && cells.triangulation().is_hidden(cells.copies()->original(k));
  }
  if (are_sure) return result;
  constexpr double kAll = std::numeric_limits<double>::infinity();
  const SiteCopies copies = SiteCopies::around(torus, sites, kAll, interrupt);
  const RegularTriangulation all(copies.points(), copies.spread(weights), interrupt);
  std::erase_if(result, [&](Index k) { return !all.is_hidden(copies.original(k)); });
  return result;
}

/// Beyond any neighbour of a cell. Where a cell is too small to be seen, all that there are.
double reach_of_neighbors(const Extents& extents, std::span<const Index> hidden) {
  const auto unseen = std::count(extents.squared.begin(), extents.squared.end(), -1.0);
  if (unseen > static_cast<std::ptrdiff_t>(hidden.size())) {
    return std::numeric_limits<double>::infinity();
  }
  return 2.0 * kMargin * extents.largest();
}

/// Around all cells of sites in the box.
DomainIndex window(const Torus& torus, double reach) {
  const double most = norm(torus.period());
  const double around = kMargin * std::min(reach, most);
  return DomainIndex(rectangle({{-around, -around}, torus.period() + Point{around, around}}));
}

}  // namespace

WholeCells::WholeCells(const PeriodicCells& cells, std::span<const Point> sites,
                       std::span<const double> weights, const PeriodicBox& box, int workers,
                       const CheckInterrupt& interrupt)
    : hidden_(truly_hidden(cells, sites, weights, box.torus, interrupt)),
      copies_(SiteCopies::around(box.torus, sites, reach_of_neighbors(cells.extents(), hidden_),
                                 interrupt)),
      triangulation_(copies_.points(), copies_.spread(weights), interrupt),
      subdivision_(triangulation_, window(box.torus, reach_of_neighbors(cells.extents(), hidden_)),
                   box.similarity, workers, interrupt) {}

std::vector<PeriodicFacet> WholeCells::facets() const {
  std::vector<char> is_hidden(copies_.site_count(), 0);
  for (const Index k : hidden_) is_hidden[k] = 1;
  std::vector<PeriodicFacet> result;
  for (const Piece& s : subdivision_.facets()) {
    const Index i = copies_.site(s.left), j = copies_.site(s.right);
    if (is_hidden[i] || is_hidden[j]) continue;
    const Shift left = copies_.shift(s.left), right = copies_.shift(s.right);
    // Its copies are seen from both sites; of these the first is kept, where that is in the box.
    const Shift shift = right - left, back = left - right;
    const bool is_left_first =
        std::tuple(i, j, back.x, back.y) < std::tuple(j, i, shift.x, shift.y);
    if (is_left_first && left == Shift{}) result.push_back({i, j, shift, s.a, s.b});
    if (!is_left_first && right == Shift{}) result.push_back({j, i, back, s.b, s.a});
  }
  return result;
}

CellPolygons WholeCells::polygons(std::span<const Index> sites,
                                  const CheckInterrupt& interrupt) const {
  std::vector<char> is_hidden(copies_.site_count(), 0);
  for (const Index k : hidden_) is_hidden[k] = 1;
  std::vector<Index> cells;
  cells.reserve(sites.size());
  for (const Index k : sites) {
    cells.push_back(k == kNone || is_hidden[k] ? kNone : copies_.original(k));
  }
  return subdivision_.polygons(cells, interrupt);
}

}  // namespace brenier
