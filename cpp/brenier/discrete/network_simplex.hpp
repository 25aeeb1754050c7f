// Transport between finitely many places, solved exactly.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "brenier/index.hpp"
#include "brenier/interrupt.hpp"

namespace brenier {

/// A way on which mass may go, and what that costs for a unit of it.
struct Arc {
  Index from;
  Index to;
  double cost;  // 0 or more
};

/// The simplex method for networks: mass at some places is brought to others at the least cost, on
/// arcs that may be added between solutions. Its tree of arcs is strongly feasible
/// [cunningham1976]: so it comes to an end, also where sums of some supplies are sums of some
/// demands. Where there are no arcs, mass goes on others that cost as much as is said.
class NetworkSimplex {
 public:
  /// Both are positive, and sum to 1 but for rounding. `most` is the cost from any place to any
  /// other while there is no better arc: more than that of any arc that should be used.
  NetworkSimplex(std::span<const double> supplies, std::span<const double> demands, double most);

  void add(const Arc& arc) { arcs_.push_back(arc); }
  /// For the arcs that there are.
  void solve(const CheckInterrupt& interrupt = {});

  /// What a unit of mass costs where it comes from, and where it goes to: an arc from i to j is
  /// worth adding if it costs less than price_to(j) - price_from(i). Arcs that mass is on cost just
  /// that.
  double price_from(Index i) const { return nodes_[i].price; }
  double price_to(Index j) const { return nodes_[sources_ + j].price; }

  /// What rounding may do to the difference of prices, and of a cost of an arc from i to that.
  double rounding(Index i, double cost) const {
    return 8.0 * std::numeric_limits<double>::epsilon() * (cost + std::abs(price_from(i)));
  }

  /// The number of the part in which each place lies, first those where mass comes from, if places
  /// between which mass goes are in one part; less than what rounding of the masses may move does
  /// not count.
  std::vector<Index> parts() const;

 private:
  using Units = std::int64_t;  // of mass: integers, so that ties are seen

  /// A node of the tree, with the arc that joins it to its parent.
  struct Node {
    Index parent = kNone;
    Index depth = 0;
    Index first_child = kNone, next = kNone, previous = kNone;
    bool is_up = false;  // does the arc lead to the parent?
    Units flow = 0;
    double cost = 0.0;
    double price = 0.0;  // at the arc's end it is that at its beginning and the cost
  };

  static std::vector<Units> in_units(std::span<const double> masses);
  const Arc* entering();
  void pivot(const Arc& arc);
  void hang(Index inner, Index outer, Index cut, bool is_up, Units flow, double cost);
  void derive(Index k);
  void attach(Index k, Index parent);
  void detach(Index k);

  std::vector<Arc> arcs_;
  Index sources_;
  Index root_;
  std::vector<Node> nodes_;  // from where, to where, and the root
  std::size_t next_arc_ = 0;
  std::vector<Index> stack_;
};

}  // namespace brenier
