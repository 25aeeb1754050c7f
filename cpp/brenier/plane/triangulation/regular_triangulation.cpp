#include "brenier/plane/triangulation/regular_triangulation.hpp"

#include <algorithm>

#include "brenier/plane/points/convex_hull.hpp"
#include "brenier/plane/points/frame.hpp"
#include "brenier/plane/triangulation/irregular_triangles.hpp"
#include "brenier/plane/triangulation/lawson_flips.hpp"
#include "brenier/plane/triangulation/line_triangulation.hpp"
#include "brenier/plane/triangulation/triangle_walk.hpp"

namespace brenier {
namespace {

constexpr Index kCheckEvery = 1 << 14;  // sites added, some 5 ms

/// The triangulation of the corners of the hull, each arc halved again and again: so no long
/// triangles are made that would not last.
LawsonFlips triangulate_corners(std::span<const Point> sites, std::span<const double> weights,
                                std::span<const Index> hull) {
  const auto count = static_cast<Index>(hull.size());
  std::vector<std::array<Index, 2>> arcs{
      {0, count / 3}, {count / 3, 2 * count / 3}, {2 * count / 3, count}};
  LawsonFlips flips(sites, weights, hull[arcs[0][0]], hull[arcs[1][0]], hull[arcs[2][0]]);
  for (std::size_t k = 0; k < arcs.size(); ++k) {
    const auto [begin, end] = arcs[k];
    if (end - begin < 2) continue;
    const Index middle = begin + (end - begin) / 2;
    flips.add(hull[middle]);
    arcs.push_back({begin, middle});
    arcs.push_back({middle, end});
  }
  return flips;
}

}  // namespace

RegularTriangulation::Mesh::Mesh(std::vector<Triangle> all, std::vector<char> visible)
    : triangles(std::move(all)), is_visible(std::move(visible)) {
  const auto some = std::find(is_visible.begin(), is_visible.end(), 1);
  some_visible_site = static_cast<Index>(some - is_visible.begin());
  hidden_count = static_cast<Index>(std::count(is_visible.begin(), is_visible.end(), 0));
}

RegularTriangulation::Mesh RegularTriangulation::Mesh::along_line(
    std::span<const Index> visible_sites, std::size_t site_count) {
  std::vector<char> visible(site_count, 0);
  for (const Index k : visible_sites) visible[k] = 1;
  Mesh result({}, std::move(visible));
  for (std::size_t k = 1; k < visible_sites.size(); ++k) {
    result.collinear_edges.push_back({visible_sites[k - 1], visible_sites[k]});
  }
  return result;
}

RegularTriangulation::Mesh RegularTriangulation::build(std::span<const Point> sites,
                                                       std::span<const double> weights,
                                                       const CheckInterrupt& interrupt) {
  check(interrupt);
  const std::vector<Index> hull = convex_hull(sites);
  if (hull.size() < 3) return Mesh::along_line(visible_along_line(sites, weights), sites.size());
  LawsonFlips flips = triangulate_corners(sites, weights, hull);
  std::vector<char> is_added(sites.size(), 0);
  for (const Index k : hull) is_added[k] = 1;
  Index until_check = kCheckEvery;
  // Some of the sites first, spread evenly: later ones then find small triangles everywhere, and
  // fewer edges are flipped than when the curve comes to ever new places.
  for (const Index stride : {64, 8, 1}) {
    for (Index k = 0; k < static_cast<Index>(sites.size()); k += stride) {
      if (is_added[k]) continue;
      is_added[k] = 1;
      flips.add(k);
      if (--until_check == 0) {
        check(interrupt);
        until_check = kCheckEvery;
      }
    }
  }
  auto [mesh, is_visible] = std::move(flips).result();
  return Mesh(std::move(mesh).in_order_of_vertices(static_cast<Index>(sites.size())),
              std::move(is_visible));
}

RegularTriangulation::RegularTriangulation(std::vector<Point> sites, std::vector<double> weights,
                                           const CheckInterrupt& interrupt)
    : sites_(std::make_shared<const std::vector<Point>>(std::move(sites))),
      weights_(std::move(weights)),
      mesh_(std::make_shared<const Mesh>(build(*sites_, weights_, interrupt))) {}

/// Nothing if more than `most_hidden` sites get hidden.
std::shared_ptr<const RegularTriangulation::Mesh> RegularTriangulation::repaired(
    std::span<const double> weights, Index most_hidden, int workers,
    const CheckInterrupt& interrupt) const {
  // With most sites hidden, little of this triangulation would be used.
  if (triangles().empty() || mesh_->hidden_count > static_cast<Index>(sites().size() / 2)) {
    auto rebuilt = std::make_shared<const Mesh>(build(sites(), weights, interrupt));
    return rebuilt->hidden_count > most_hidden ? nullptr : rebuilt;
  }
  const IrregularTriangles irregular =
      find_irregular_triangles(triangles(), sites(), weights, workers, interrupt);
  if (most_hidden == 0 && irregular.hide_a_site) return nullptr;
  if (irregular.triangles.empty() && !has_hidden_sites()) return mesh_;

  LawsonFlips flips(sites(), weights, triangles(), mesh_->is_visible);
  Index until_check = kCheckEvery;
  const auto may_continue = [&] {
    if (--until_check == 0) {
      check(interrupt);
      until_check = kCheckEvery;
    }
    return flips.removed_count() <= most_hidden;
  };
  for (const Index t : irregular.triangles) {
    flips.repair(t);
    if (!may_continue()) return nullptr;
  }
  for (Index k = 0; has_hidden_sites() && k < static_cast<Index>(sites().size()); ++k) {
    if (mesh_->is_visible[k]) continue;
    flips.add(k, triangle_near(k));
    if (!may_continue() || (most_hidden == 0 && !flips.is_visible(k))) return nullptr;
  }
  auto [mesh, is_visible] = std::move(flips).result();
  return std::make_shared<const Mesh>(std::move(mesh).in_order_of_places(), std::move(is_visible));
}

std::optional<RegularTriangulation> RegularTriangulation::reweighted(
    std::vector<double> weights, Index most_hidden, int workers,
    const CheckInterrupt& interrupt) const {
  if (!Frame::can_work_with(weights)) return std::nullopt;
  std::shared_ptr<const Mesh> mesh = repaired(weights, most_hidden, workers, interrupt);
  if (!mesh) return std::nullopt;
  return RegularTriangulation(sites_, std::move(weights), std::move(mesh));
}

RegularTriangulation RegularTriangulation::with_hidden_sites_raised(
    const RaisedWeight& raised_weight, const CheckInterrupt& interrupt) const {
  if (triangles().empty()) return *this;
  std::vector<double> weights = weights_;
  LawsonFlips flips(sites(), weights, triangles(), mesh_->is_visible);
  constexpr int kRounds = 8;
  std::vector<Index> hidden = hidden_sites();
  Index until_check = 1;
  for (int round = 0; round < kRounds && !hidden.empty(); ++round) {
    for (const Index k : hidden) {
      if (--until_check == 0) {
        check(interrupt);
        until_check = kCheckEvery;
      }
      const Index t = flips.triangle_containing(sites()[k], triangle_near(k));
      weights[k] = raised_weight(k, flips.triangle(t).vertices, weights);
      flips.add(k, t);
    }
    hidden.clear();
    for (Index k = 0; k < static_cast<Index>(weights.size()); ++k) {
      if (!flips.is_visible(k)) hidden.push_back(k);
    }
  }
  auto [mesh, is_visible] = std::move(flips).result();
  return RegularTriangulation(
      sites_, std::move(weights),
      std::make_shared<const Mesh>(std::move(mesh).in_order_of_places(), std::move(is_visible)));
}

std::vector<Index> RegularTriangulation::hidden_sites() const {
  std::vector<Index> result;
  result.reserve(mesh_->hidden_count);
  for (Index k = 0; has_hidden_sites() && k < static_cast<Index>(sites().size()); ++k) {
    if (is_hidden(k)) result.push_back(k);
  }
  return result;
}

Index RegularTriangulation::triangle_containing(Point y, Index hint) const {
  if (triangles().empty()) return kNone;
  const TriangleLocation at = walk_to(y, hint, triangles(), sites());
  return at.is_outside ? kNone : at.triangle;
}

Index RegularTriangulation::triangle_near(Index site) const {
  if (triangles().empty()) return kNone;
  const double part = static_cast<double>(site) / static_cast<double>(sites().size());
  return static_cast<Index>(part * static_cast<double>(triangles().size()));
}

}  // namespace brenier
