// Regular triangulations, made at once or repaired from those of other weights.
#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>

#include <algorithm>
#include <set>

#include "brenier/plane/points/distinct_sites.hpp"
#include "brenier/plane/points/frame.hpp"
#include "brenier/plane/triangulation/regular_triangulation.hpp"
#include "decoder.hpp"
#include "require.hpp"

namespace brenier::fuzz {
namespace {

using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;

/// A triangulation through the eyes of CGAL's exact predicates.
class Examined {
 public:
  explicit Examined(const RegularTriangulation& triangulation) : t_(triangulation) {}

  void require_regular() const {
    std::set<Index> vertices;
    Index on_hull = 0;
    for (Index k = 0; k < static_cast<Index>(t_.triangles().size()); ++k) {
      const Index a = t_.triangles()[k].vertices[0], b = t_.triangles()[k].vertices[1],
                  c = t_.triangles()[k].vertices[2];
      vertices.insert({a, b, c});
      require(CGAL::orientation(place(a), place(b), place(c)) > 0, "triangle ", k, " turns left");
      // Where the lifted surface is convex at every edge, it is so everywhere; few sites are looked
      // at one by one all the same.
      const auto require_above = [&, k](Index d) {
        require(power_side_(site(a), site(b), site(c), site(d)) <= 0, "site ", d,
                " lies below the plane of triangle ", k);
      };
      constexpr Index kFew = 32;
      for (Index d = 0; d < count(); ++d) {
        if (count() <= kFew || t_.is_hidden(d)) require_above(d);
      }
      for (int m = 0; m < 3; ++m) {
        const bool is_last = is_on_hull(k, m);
        on_hull += is_last;
        if (!is_last) require_above(vertex_across(k, m));
      }
    }
    if (t_.triangles().empty()) return require_line();
    // Euler: with v vertices, h of them on the hull, 2v - 2 - h triangles cover it.
    const auto v = static_cast<Index>(vertices.size());
    const auto triangle_count = static_cast<Index>(t_.triangles().size());
    require(triangle_count == 2 * v - 2 - on_hull, triangle_count, " triangles of ", v,
            " vertices with ", on_hull, " on the hull");
    for (Index k = 0; k < count(); ++k) {
      require(t_.is_hidden(k) != vertices.contains(k), "site ", k, " is hidden or a vertex");
    }
  }

 private:
  Index count() const { return static_cast<Index>(t_.sites().size()); }
  Kernel::Point_2 place(Index k) const { return {t_.sites()[k].x, t_.sites()[k].y}; }
  Kernel::Weighted_point_2 site(Index k) const { return {place(k), t_.weights()[k]}; }

  /// Is the edge opposite vertex m on the hull? Then all sites are on its left; else the neighbour
  /// has it, too.
  bool is_on_hull(Index triangle, int m) const {
    const auto& [vertices, neighbors] = t_.triangles()[triangle];
    const Index from = vertices[next(m)], to = vertices[previous(m)];
    if (neighbors[m] == kNone) {
      for (Index d = 0; d < count(); ++d) {
        require(CGAL::orientation(place(from), place(to), place(d)) >= 0, "site ", d,
                " is beyond the hull");
      }
      return true;
    }
    const Triangle& other = t_.triangles()[neighbors[m]];
    const int back = brenier::place(other.neighbors, triangle);
    require(other.neighbors[back] == triangle && other.vertices[next(back)] == to &&
                other.vertices[previous(back)] == from,
            "triangles ", triangle, " and ", neighbors[m], " are neighbours");
    return false;
  }

  Index vertex_across(Index triangle, int m) const {
    const Triangle& other = t_.triangles()[t_.triangles()[triangle].neighbors[m]];
    return other.vertices[brenier::place(other.neighbors, triangle)];
  }

  /// The visible sites are on one line, in a chain, and no site is below it.
  void require_line() const {
    Index edges = 0;
    t_.for_each_edge([&](const TriangulationEdge& edge) {
      ++edges;
      for (Index d = 0; d < count(); ++d) {
        const bool is_between =
            CGAL::collinear_are_ordered_along_line(place(edge.i), place(d), place(edge.j));
        require(CGAL::collinear(place(edge.i), place(edge.j), place(d)), "site ", d,
                " is on the line");
        if (!is_between || d == edge.i || d == edge.j) continue;
        require(t_.is_hidden(d) && power_side_(site(edge.i), site(edge.j), site(d)) <= 0, "site ",
                d, " has no cell between ", edge.i, " and ", edge.j);
      }
    });
    require(edges == count() - t_.hidden_count() - 1, edges, " edges on a line");
  }

  const RegularTriangulation& t_;
  decltype(Kernel().power_side_of_oriented_power_circle_2_object()) power_side_ =
      Kernel().power_side_of_oriented_power_circle_2_object();
};

void require_regular(const RegularTriangulation& triangulation) {
  Examined(triangulation).require_regular();
}

/// What the core works with: weights that are finite, and not too large.
std::vector<double> moderate(std::vector<double> weights) {
  for (double& w : weights) {
    if (!(std::abs(w) <= Frame::kLargestWeight)) w = 0.0;
  }
  return weights;
}

void test(Decoder decoder) {
  std::vector<Point> places = decoder.sites(24);
  std::erase_if(places, [](Point y) { return !is_of_moderate_size(y); });
  if (places.empty()) return;
  const std::vector<Point> sites = distinct_sites(places).points;
  RegularTriangulation triangulation(sites, moderate(decoder.weights(sites)));
  require_regular(triangulation);
  for (int round = decoder.choice(8); round > 0; --round) {
    const auto count = static_cast<int>(sites.size());
    const Index most_hidden = decoder.choice(2) == 0 ? count : decoder.choice(count);
    const std::vector<double> weights = moderate(decoder.weights(sites));
    const auto other = triangulation.reweighted(weights, most_hidden);
    require(other.has_value() || most_hidden < count, "no site more can be hidden than there are");
    if (other) {
      triangulation = *other;
      require_regular(triangulation);
    }
    if (decoder.choice(2) == 0) continue;
    // To a weight of any size above the old one.
    const auto raised = [&](Index k, const std::array<Index, 3>&, std::span<const double> now) {
      return std::min(now[k] + std::abs(moderate({decoder.number()})[0]), Frame::kLargestWeight);
    };
    triangulation = triangulation.with_hidden_sites_raised(raised);
    require_regular(triangulation);
  }
}

}  // namespace
}  // namespace brenier::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  brenier::fuzz::test(brenier::fuzz::Decoder({data, size}));
  return 0;
}
