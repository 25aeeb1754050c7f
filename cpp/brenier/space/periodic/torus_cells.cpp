#include "brenier/space/periodic/torus_cells.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "brenier/error.hpp"
#include "brenier/space/periodic/folding.hpp"
#include "brenier/space/periodic/settings.hpp"

namespace brenier::space {
namespace {

/// Around all cells of copies up to one period away: guards keep out of it.
Box window(const Torus& torus) {
  const Point period = torus.period();
  return {-2.0 * period, 3.0 * period};
}

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

std::vector<Point> sites_of(const SiteCopies& copies) {
  return {copies.points().begin(), copies.points().begin() + copies.site_count()};
}

/// With a larger reach of the sites near what was wrong.
std::shared_ptr<const SiteCopies> more_copies(const SiteCopies& copies, const Folding& folding,
                                              const Torus& torus) {
  std::vector<double> reach = copies.reach();
  for (const Index k : folding.open) {
    reach[k] = BandConstants::kWider * std::max(reach[k], folding.extents[k]);
  }
  return std::make_shared<const SiteCopies>(torus, sites_of(copies), std::move(reach));
}

}  // namespace

std::shared_ptr<const SiteCopies> first_copies(const std::vector<Point>& sites,
                                               const Torus& torus) {
  const double width = std::cbrt(torus.volume() / static_cast<double>(sites.size()));
  return std::make_shared<const SiteCopies>(
      torus, sites, std::vector<double>(sites.size(), BandConstants::kFirst * width));
}

std::optional<TorusCells> TorusCells::of(std::shared_ptr<const SiteCopies> copies,
                                         std::span<const double> weights, const Torus& torus,
                                         Index most_hidden, int workers,
                                         const CheckInterrupt& interrupt) {
  TorusCells result;
  result.copies_ = copies;
  bool are_all = false;
  for (int round = 1;; ++round) {
    const RegularTriangulation of_copies(copies->ordered(), copies->spread(weights), window(torus),
                                         workers, interrupt);
    result.hidden_ = hidden_sites(of_copies, *copies);
    if (static_cast<Index>(result.hidden_.size()) > most_hidden) return std::nullopt;
    Folding folding(of_copies, *copies, torus, workers, interrupt);
    std::vector<Index> unused;
    std::ranges::set_difference(folding.unused, result.hidden_, std::back_inserter(unused));
    if (folding.triangulation && unused.empty()) {
      result.triangulation_ =
          std::make_unique<const TorusTriangulation>(*std::move(folding.triangulation));
      result.sufficient_ = std::move(copies);
      return result;
    }
    if (are_all) throw NumericalError("all copies of the sites do not make a torus");
    if (folding.triangulation) {
      // What hides a site are corners of the tetrahedron around it, which has a vertex of all their
      // cells: none is farther away than twice the largest extent.
      const double largest = *std::max_element(folding.extents.begin(), folding.extents.end());
      const double twice = 2.0 * BandConstants::kMargin * largest;
      are_all = round > 1 && twice <= copies->reach()[0];
      copies = std::make_shared<const SiteCopies>(
          SiteCopies::around(torus, sites_of(*copies), are_all ? SiteCopies::kAll : twice));
      continue;
    }
    std::shared_ptr<const SiteCopies> more = more_copies(*copies, folding, torus);
    are_all = round >= BandConstants::kMostRounds || more->size() <= copies->size();
    copies = are_all ? std::make_shared<const SiteCopies>(
                           SiteCopies::around(torus, sites_of(*copies), SiteCopies::kAll))
                     : std::move(more);
    result.copies_ = copies;
  }
}

}  // namespace brenier::space
