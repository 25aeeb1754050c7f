#include "brenier/geometry/lawson_flips.hpp"

#include "brenier/geometry/orientation.hpp"
#include "brenier/geometry/power_test.hpp"

namespace brenier {
namespace {

/// The place of `value` in a triangle's vertices or neighbours.
int place(const std::array<Index, 3>& values, Index value) {
  return values[0] == value ? 0 : values[1] == value ? 1 : 2;
}

class LawsonFlips {
 public:
  LawsonFlips(std::vector<Triangle>& triangles, std::span<const Point> sites,
              std::span<const double> weights)
      : triangles_(triangles), sites_(sites), weights_(weights) {}

  Repair run(const CheckInterrupt& interrupt) {
    constexpr Index kCheckEvery = 1 << 16;
    for (Index t = 0; t < static_cast<Index>(triangles_.size()); ++t) {
      if (t % kCheckEvery == 0) check(interrupt);
      for (int k = 0; k < 3; ++k) {
        if (triangles_[t].neighbors[k] < t) mend(t, k);  // each edge from its later triangle
      }
      while (!changed_.empty() && !found_hidden_) {
        const Index again = changed_.back();
        changed_.pop_back();
        for (int k = 0; k < 3; ++k) mend(again, k);
      }
      if (found_hidden_) return Repair::kHidden;
    }
    return is_stuck_ && !is_regular() ? Repair::kStuck : Repair::kDone;
  }

 private:
  /// The two triangles beside an edge, as a b c and d c b.
  struct Pair {
    Index t, o;
    int k, m;  // the places of a in t and of d in o
    Index a, b, c, d;
  };

  Pair pair_at(Index t, int k) const {
    const Triangle& triangle = triangles_[t];
    const Index o = triangle.neighbors[k];
    const int m = place(triangles_[o].neighbors, t);
    return {t,
            o,
            k,
            m,
            triangle.vertices[k],
            triangle.vertices[(k + 1) % 3],
            triangle.vertices[(k + 2) % 3],
            triangles_[o].vertices[m]};
  }

  WeightedPoint site(Index k) const { return {sites_[k], weights_[k]}; }

  bool conflicts(const Pair& p) const {
    return power_test(site(p.a), site(p.b), site(p.c), site(p.d)) > 0;
  }

  void mend(Index t, int k) {
    if (triangles_[t].neighbors[k] == kNone) return;
    const Pair p = pair_at(t, k);
    if (!conflicts(p)) return;
    const bool turns_at_b = orientation(sites_[p.a], sites_[p.b], sites_[p.d]) > 0;
    const bool turns_at_c = orientation(sites_[p.d], sites_[p.c], sites_[p.a]) > 0;
    if (turns_at_b && turns_at_c) {
      flip(p);
      return;
    }
    // The vertex where the two triangles together do not turn is in the way; with no third triangle
    // but one around it, it lies inside the other three and above their plane.
    const int behind_b = (p.k + 2) % 3, behind_c = (p.k + 1) % 3;
    const Index beyond_t = triangles_[p.t].neighbors[turns_at_b ? behind_c : behind_b];
    const Index beyond_o = triangles_[p.o].neighbors[turns_at_b ? (p.m + 2) % 3 : (p.m + 1) % 3];
    if (beyond_t != kNone && beyond_t == beyond_o) {
      found_hidden_ = true;
    } else {
      is_stuck_ = true;
    }
  }

  /// Replaces the edge b c by a d.
  void flip(const Pair& p) {
    Triangle& t = triangles_[p.t];
    Triangle& o = triangles_[p.o];
    const Index across_ca = t.neighbors[(p.k + 1) % 3], across_ab = t.neighbors[(p.k + 2) % 3];
    const Index across_bd = o.neighbors[(p.m + 1) % 3], across_dc = o.neighbors[(p.m + 2) % 3];
    t = {{p.a, p.b, p.d}, {across_bd, p.o, across_ab}};
    o = {{p.a, p.d, p.c}, {across_dc, across_ca, p.t}};
    replace_neighbor(across_bd, p.o, p.t);
    replace_neighbor(across_ca, p.t, p.o);
    changed_.push_back(p.t);
    changed_.push_back(p.o);
  }

  void replace_neighbor(Index t, Index before, Index after) {
    if (t != kNone) triangles_[t].neighbors[place(triangles_[t].neighbors, before)] = after;
  }

  bool is_regular() const {
    for (Index t = 0; t < static_cast<Index>(triangles_.size()); ++t) {
      for (int k = 0; k < 3; ++k) {
        const Index o = triangles_[t].neighbors[k];
        if (o != kNone && o < t && conflicts(pair_at(t, k))) return false;
      }
    }
    return true;
  }

  std::vector<Triangle>& triangles_;
  std::span<const Point> sites_;
  std::span<const double> weights_;
  std::vector<Index> changed_;
  bool found_hidden_ = false;
  bool is_stuck_ = false;
};

}  // namespace

Repair repair_by_flips(std::vector<Triangle>& triangles, std::span<const Point> sites,
                       std::span<const double> weights, const CheckInterrupt& interrupt) {
  return LawsonFlips(triangles, sites, weights).run(interrupt);
}

}  // namespace brenier
