#include "brenier/space/periodic/torus_cells.hpp"

#include <algorithm>
#include <utility>

#include "brenier/error.hpp"
#include "brenier/space/periodic/folding.hpp"
#include "brenier/space/periodic/settings.hpp"

namespace brenier::space {
namespace {

double mean_width(std::size_t site_count, const Torus& torus) {
  return std::cbrt(torus.volume() / static_cast<double>(site_count));
}

/// Around all cells of copies up to one period away: guards keep out of it.
Box window(const Torus& torus) { return {-2.0 * torus.period(), 3.0 * torus.period()}; }

/// A site that is hidden among some copies, or a copy of it, is hidden among all.
std::vector<Index> hidden_sites(const RegularTriangulation& triangulation,
                                const SiteCopies& copies) {
  std::vector<Index> result;
  if (triangulation.hidden_count() == 0) return result;
  for (Index k = 0; k < copies.size(); ++k) {
    if (triangulation.tetrahedron_of(k) == kNone) result.push_back(copies.site(k));
  }
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

/// Every side moved outwards, in units of the box's size, or of `least` if that is larger. A long
/// box is moved by more along its length than across it.
Box widened(const Box& box, double by, double least) {
  const double across = std::clamp(box.size(), least, ReachConstants::kLong * least);
  const Point size = box.high - box.low;
  const Point d =
      by * Point{std::max(size.x, across), std::max(size.y, across), std::max(size.z, across)};
  return {box.low - d, box.high + d};
}

bool contains(const Box& outer, const Box& inner) {
  return outer.nearest(inner.low) == inner.low && outer.nearest(inner.high) == inner.high;
}

/// The sites that are neither hidden nor corners: more copies may hide them, or they belong in.
std::vector<Index> unused_sites(const std::vector<Box>& extents, std::span<const Index> hidden) {
  std::vector<Index> result;
  for (Index k = 0; k < static_cast<Index>(extents.size()); ++k) {
    const bool is_corner = extents[k].low.x <= extents[k].high.x;
    if (!is_corner && !std::binary_search(hidden.begin(), hidden.end(), k)) result.push_back(k);
  }
  return result;
}

/// Gives unused sites a reach with which they are hidden for certain if they are still unused;
/// those that have it are hidden. Are all?
///
/// Proof. If a site belongs in, a copy of it is nearer, in its power, to a vertex of the
/// triangulation than the cells there: what it would gain is convex, the excess is concave on it,
/// and largest at a vertex. So it is within the root of the highest power and its own weight from a
/// place of the box, and with that reach it would have been among the copies, where the vertex
/// would not be one. ∎
bool are_hidden(std::span<const Index> unused, const Folding& folding,
                const RegularTriangulation& of_copies, const Torus& torus,
                std::vector<Box>& reach) {
  constexpr double kMargin = 1.0 + 1e-6;  // much more than the rounding of vertices
  bool result = true;
  for (const Index k : unused) {
    // The weight that goes with the powers of the triangulation: it may shift them all.
    const double squared = std::max(folding.highest_power + of_copies.weighted(k).weight, 0.0);
    const Box wanted = reach_of(kMargin * std::sqrt(squared));
    if (contains(reach[k], wanted) || contains(reach[k], farthest_reach(torus))) continue;
    reach[k].add(wanted.low);
    reach[k].add(wanted.high);
    result = false;
  }
  return result;
}

}  // namespace

std::vector<Box> first_reach(std::size_t site_count, const Torus& torus) {
  const double reach = ReachConstants::kFirst * mean_width(site_count, torus);
  return std::vector<Box>(site_count, reach_of(reach));
}

std::vector<Box> TorusCells::reach_nearby(double slack) const {
  const double width = mean_width(extents_.size(), triangulation_->torus());
  std::vector<Box> result = copies_->reach();
  for (std::size_t k = 0; k < result.size(); ++k) {
    if (extents_[k].low.x <= extents_[k].high.x) {
      result[k] = widened(extents_[k], slack, width);
    }
  }
  return result;
}

std::optional<TorusCells> TorusCells::of(std::span<const Point> sites,
                                         std::span<const double> weights, std::vector<Box> reach,
                                         const Torus& torus, Index most_hidden, int workers,
                                         const CheckInterrupt& interrupt) {
  const double width = mean_width(sites.size(), torus);
  bool are_all_copies = false;  // that can matter
  for (int round = 1;; ++round) {
    auto copies = std::make_unique<const SiteCopies>(
        torus, std::vector<Point>(sites.begin(), sites.end()), reach);
    const RegularTriangulation of_copies(copies->ordered(), copies->spread(weights), window(torus),
                                         workers, interrupt);
    std::vector<Index> hidden = hidden_sites(of_copies, *copies);
    if (static_cast<Index>(hidden.size()) > most_hidden) return std::nullopt;
    Folding folding(of_copies, *copies, torus, workers, interrupt);
    const std::vector<Index> unused = unused_sites(folding.extents, hidden);
    const bool all_known = are_hidden(unused, folding, of_copies, torus, reach);
    if (folding.triangulation && all_known) {
      hidden.insert(hidden.end(), unused.begin(), unused.end());
      std::sort(hidden.begin(), hidden.end());
      if (static_cast<Index>(hidden.size()) > most_hidden) return std::nullopt;
      TorusCells result(std::move(copies));
      result.triangulation_ =
          std::make_unique<const TorusTriangulation>(*std::move(folding.triangulation));
      result.extents_ = std::move(folding.extents);
      result.hidden_ = std::move(hidden);
      result.rounds_ = round;
      return result;
    }
    if (folding.triangulation) continue;
    if (are_all_copies) throw NumericalError("all copies of the sites do not make a torus");
    if (round >= ReachConstants::kMostRounds || folding.open.empty()) {
      std::fill(reach.begin(), reach.end(), farthest_reach(torus));
      are_all_copies = true;
      continue;
    }
    for (const Index k : folding.open) {
      Box seen = reach[k];
      if (folding.extents[k].low.x <= folding.extents[k].high.x) {
        seen.add(folding.extents[k].low);
        seen.add(folding.extents[k].high);
      }
      reach[k] = widened(seen, ReachConstants::kMore, width);
    }
  }
}

}  // namespace brenier::space
