#include "brenier/geometry/power_diagram.hpp"

#include <optional>

#include "brenier/geometry/boundary_owners.hpp"
#include "brenier/geometry/cell_locator.hpp"
#include "brenier/geometry/power_center.hpp"
#include "brenier/parallel.hpp"

namespace brenier {
namespace {

struct Ends {
  Point a;
  Point b;
};

class Clipper {
 public:
  Clipper(const RegularTriangulation& triangulation, const DomainIndex& domain,
          std::vector<Segment>& segments)
      : triangulation_(triangulation), domain_(domain), segments_(segments) {
    const Box& box = domain.polygon().box();
    const Point margin{box.size(), box.size()};
    window_.add(box.low - margin);
    window_.add(box.high + margin);
  }

  void add_facets(int workers) {
    const std::vector<Point> centers = power_centers(workers);
    triangulation_.for_each_edge([&](const TriangulationEdge& edge) {
      // From the centre on the right of i → j to the one on its left, cell i is on the left.
      const std::optional<Ends> ends = ends_near_domain(edge, centers);
      if (ends && !(ends->a == ends->b)) add_facet(edge.i, edge.j, *ends);
    });
  }

  void add_boundary() {
    const Polygon& polygon = domain_.polygon();
    std::sort(changes_.begin(), changes_.end(), [](const Change& c, const Change& d) {
      return c.edge != d.edge ? c.edge < d.edge : c.along < d.along;
    });
    auto change = changes_.begin();
    for (Index r = 0; r < polygon.ring_count(); ++r) {
      const auto begin = change;
      while (change != changes_.end() && change->edge < polygon.ring_begin(r + 1)) ++change;
      Owners owners = first_owners(r, begin, change);
      auto next = begin;
      for (Index k = polygon.ring_begin(r); k < polygon.ring_begin(r + 1); ++k) {
        const BoundaryEdge edge = polygon.edge(k);
        Point from = edge.p;
        for (; next != change && next->edge == k; ++next) {
          add(owners, from, next->point);
          from = next->point;
          owners.pass(*next);
        }
        add(owners, from, edge.q);
      }
    }
  }

 private:
  WeightedPoint site(Index k) const {
    return {triangulation_.sites()[k], triangulation_.weights()[k]};
  }

  std::vector<Point> power_centers(int workers) const {
    const std::vector<Triangle>& triangles = triangulation_.triangles();
    std::vector<Point> centers(triangles.size());
    constexpr Index kBlock = 4096;
    const Index count = static_cast<Index>(triangles.size());
    parallel_for(workers, (count + kBlock - 1) / kBlock, [&](Index block) {
      const Index end = std::min(count, (block + 1) * kBlock);
      for (Index k = block * kBlock; k < end; ++k) {
        const auto& [a, b, c] = triangles[k].vertices;
        centers[k] = power_center(site(a), site(b), site(c));
      }
    });
    return centers;
  }

  /// The ends of the facet dual to an edge, those far from the domain brought to the window around
  /// it; nothing if the facet stays out of the window.
  std::optional<Ends> ends_near_domain(const TriangulationEdge& edge,
                                       const std::vector<Point>& centers) const {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    const Point far{kInfinity, kInfinity};
    const Point a = edge.right == kNone ? far : centers[edge.right];
    const Point b = edge.left == kNone ? far : centers[edge.left];
    const bool a_near = window_.contains(a), b_near = window_.contains(b);
    if (a_near && b_near) return Ends{a, b};

    // A far end is known badly, but the line is not: cut it with the window.
    const Bisector line = bisector(site(edge.i), site(edge.j), window_.center());
    const auto [enter, leave] = parameters_in_window(line);
    const double ta = is_finite(a) ? dot(a - line.foot, line.direction) : -kInfinity;
    const double tb = is_finite(b) ? dot(b - line.foot, line.direction) : kInfinity;
    if (!(std::max(ta, enter) < std::min(tb, leave))) return std::nullopt;
    return Ends{a_near ? a : line.foot + std::max(ta, enter) * line.direction,
                b_near ? b : line.foot + std::min(tb, leave) * line.direction};
  }

  std::pair<double, double> parameters_in_window(const Bisector& line) const {
    double enter = -std::numeric_limits<double>::infinity(), leave = -enter;
    const auto cut = [&](double foot, double direction, double low, double high) {
      if (direction == 0.0) {
        if (foot < low || foot > high) leave = -std::numeric_limits<double>::infinity();
        return;
      }
      const double t0 = (low - foot) / direction, t1 = (high - foot) / direction;
      enter = std::max(enter, std::min(t0, t1));
      leave = std::min(leave, std::max(t0, t1));
    };
    cut(line.foot.x, line.direction.x, window_.low.x, window_.high.x);
    cut(line.foot.y, line.direction.y, window_.low.y, window_.high.y);
    return {enter, leave};
  }

  void add_facet(Index i, Index j, Ends ends) {
    Box box;
    box.add(ends.a);
    box.add(ends.b);
    if (domain_.surely_inside(box)) {
      add(i, j, ends.a, ends.b);
      return;
    }
    domain_.crossings(ends.a, ends.b, crossings_);
    bool inside = domain_.contains(ends.a);
    Point from = ends.a;
    for (auto next = crossings_.begin(); next != crossings_.end(); ++next) {
      // Inside and outside alternate; rounding may have put nearly equal places in the wrong order.
      const auto true_next = std::find_if(next, crossings_.end(), [&](const Crossing& crossing) {
        return crossing.enters != inside;
      });
      if (true_next != crossings_.end()) std::rotate(next, true_next, true_next + 1);
      if (inside) add(i, j, from, next->point);
      inside = next->enters;
      from = next->point;
      const BoundaryEdge edge = domain_.polygon().edge(next->edge);
      const Point along = edge.q - edge.p;
      changes_.push_back({next->edge, dot(next->point - edge.p, along) / squared_norm(along),
                          next->point, next->enters ? i : j, next->enters ? j : i});
    }
    if (inside) add(i, j, from, ends.b);
  }

  /// The owners at the first vertex of ring r, whose changes are [first, last).
  Owners first_owners(Index r, std::vector<Change>::const_iterator first,
                      std::vector<Change>::const_iterator last) const {
    const Polygon& polygon = domain_.polygon();
    const Index begin = polygon.ring_begin(r), end = polygon.ring_begin(r + 1);
    Owners result;
    if (first == last) {
      // No facet crosses the ring: its vertices all lie in one convex cell, and so does their mean.
      Point mean;
      for (Index k = begin; k < end; ++k) {
        mean = mean + (1.0 / (end - begin)) * polygon.vertices()[k];
      }
      result.add(nearest_site(triangulation_, mean), 1);
      return result;
    }
    // Rounding confuses the order of changes at nearly the same place, but not what they do together.
    // Find the owner of a long stretch between such groups, and go back to the start from there.
    struct Group {
      Point from, to;  // of the stretch before it
      double stretch;  // its length
      Owners passed;   // by all groups before
      Owners net;      // what this group does
    };
    const double nearly_same = 1e-9 * polygon.box().size();
    std::vector<Group> groups;
    Owners passed;
    Point at = polygon.vertices()[begin];
    double stretch = 0.0;
    Point longest_from = at, longest_to = at;
    double longest_part = -1.0;
    const auto go = [&](Point to) {
      const double part = norm(to - at);
      stretch += part;
      if (part > longest_part) longest_part = part, longest_from = at, longest_to = to;
      at = to;
    };
    auto next = first;
    for (Index k = begin; k < end; ++k) {
      for (; next != last && next->edge == k; ++next) {
        go(next->point);
        if (groups.empty() || stretch > nearly_same) {
          groups.push_back({longest_from, longest_to, stretch, passed, {}});
          stretch = 0.0;
          longest_part = -1.0;
        }
        groups.back().net.pass(*next);
        passed.pass(*next);
      }
      go(polygon.edge(k).q);
    }
    groups.front().stretch += stretch;  // the first stretch begins behind the last group
    if (groups.front().stretch <= nearly_same && groups.size() > 1) {
      // The last group and the first are one: they meet at the ring's first vertex.
      for (const auto& [site, count] : groups.front().net.counts) {
        groups.back().net.add(site, count);
      }
      groups.front().net = groups.back().net;
    }
    const Group* best = nullptr;
    Index owner = kNone;
    for (std::size_t k = 0; k < groups.size(); ++k) {
      const Group& before = groups[k == 0 ? groups.size() - 1 : k - 1];
      const Group& after = groups[k];
      if (best && after.stretch <= best->stretch) continue;
      const Index here = before.net.only(1), there = after.net.only(-1);
      if (here == kNone || here != there) continue;
      best = &after;
      owner = here;
    }
    if (!best) {
      best = &*std::max_element(groups.begin(), groups.end(), [](const Group& g, const Group& h) {
        return g.stretch < h.stretch;
      });
      owner = nearest_site(triangulation_, best->from + 0.5 * (best->to - best->from));
    }
    result.add(owner, 1);
    for (const auto& [site, count] : best->passed.counts) result.add(site, -count);
    return result;
  }

  void add(const Owners& owners, Point a, Point b) {
    for (const auto& [site, count] : owners.counts) {
      for (int k = 0; k < count; ++k) add(site, kNone, a, b);
      for (int k = 0; k > count; --k) add(site, kNone, b, a);
    }
  }

  void add(Index left, Index right, Point a, Point b) {
    if (!(a == b)) segments_.push_back({left, right, a, b});
  }

  const RegularTriangulation& triangulation_;
  const DomainIndex& domain_;
  std::vector<Segment>& segments_;
  Box window_;
  std::vector<Change> changes_;
  std::vector<Crossing> crossings_;
};

}  // namespace

PowerDiagram::PowerDiagram(const RegularTriangulation& triangulation, const DomainIndex& domain,
                           int workers) {
  segments_.reserve(3 * triangulation.sites().size() + domain.polygon().vertices().size());
  Clipper clipper(triangulation, domain, segments_);
  clipper.add_facets(workers);
  facet_count_ = static_cast<Index>(segments_.size());
  clipper.add_boundary();
}

}  // namespace brenier
