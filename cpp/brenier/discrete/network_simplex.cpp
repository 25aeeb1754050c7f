#include "brenier/discrete/network_simplex.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace brenier {

NetworkSimplex::NetworkSimplex(std::span<const double> supplies, std::span<const double> demands,
                               double most)
    : sources_(static_cast<Index>(supplies.size())),
      root_(sources_ + static_cast<Index>(demands.size())),
      nodes_(root_ + 1) {
  const std::vector<Units> supplied = in_units(supplies), demanded = in_units(demands);
  for (Index k = 0; k < root_; ++k) {
    Node& node = nodes_[k];
    node.is_up = k < sources_;
    node.flow = node.is_up ? supplied[k] : demanded[k - sources_];
    node.cost = 0.5 * most;
    attach(k, root_);
    derive(k);
  }
}

void NetworkSimplex::solve(const CheckInterrupt& interrupt) {
  OccasionalCheck check_here(interrupt);
  for (std::int64_t left = 100 * std::int64_t{root_}; left > 0; --left) {
    check_here();
    const Arc* arc = entering();
    if (arc == nullptr) return;
    pivot(*arc);
  }
}

std::vector<Index> NetworkSimplex::parts() const {
  std::vector<Index> result(root_, kNone);
  Index count = 0;
  std::vector<Index> left{root_};
  while (!left.empty()) {
    const Index k = left.back();
    left.pop_back();
    if (k != root_) {
      const Node& node = nodes_[k];
      const bool is_joined = node.parent != root_ && node.flow > root_;
      result[k] = is_joined ? result[node.parent] : count++;
    }
    for (Index c = nodes_[k].first_child; c != kNone; c = nodes_[c].next) left.push_back(c);
  }
  return result;
}

/// Masses in units of 2⁻⁵⁰, one at least; the largest takes what rounding leaves of the whole.
std::vector<NetworkSimplex::Units> NetworkSimplex::in_units(std::span<const double> masses) {
  constexpr double kWhole = 0x1p50;
  std::vector<Units> result;
  result.reserve(masses.size());
  for (const double mass : masses) {
    result.push_back(std::max<Units>(std::llround(mass * kWhole), 1));
  }
  const Units sum = std::accumulate(result.begin(), result.end(), Units{0});
  *std::max_element(result.begin(), result.end()) += static_cast<Units>(kWhole) - sum;
  return result;
}

/// The best of a block of arcs; the blocks take turns. Null if no arc is worth its cost, beyond
/// what rounding may do.
const Arc* NetworkSimplex::entering() {
  constexpr double kOfRoot = 4.0;  // by time: a better arc saves changes of the tree
  const std::size_t count = arcs_.size();
  const auto block = static_cast<std::size_t>(kOfRoot * std::sqrt(static_cast<double>(count))) + 1;
  const Arc* best = nullptr;
  double least = 0.0;
  for (std::size_t seen = 1; seen <= count; ++seen) {
    const Arc& arc = arcs_[next_arc_];
    if (++next_arc_ == count) next_arc_ = 0;
    const double reduced = arc.cost + price_from(arc.from) - price_to(arc.to);
    if (reduced < least && reduced < -rounding(arc.from, arc.cost)) {
      least = reduced;
      best = &arc;
    }
    if (best != nullptr && seen % block == 0) break;
  }
  return best;
}

/// Sends as much as possible around the cycle that the arc closes; the arc that is emptied by that
/// leaves the tree.
void NetworkSimplex::pivot(const Arc& arc) {
  const Index a = arc.from, b = sources_ + arc.to;
  Index join_a = a, join_b = b;
  while (join_a != join_b) {
    Index& deeper = nodes_[join_a].depth >= nodes_[join_b].depth ? join_a : join_b;
    deeper = nodes_[deeper].parent;
  }
  const Index join = join_a;
  // Of arcs that are emptied at once, the last one along the cycle from `join` on: so the tree
  // stays strongly feasible.
  Units most = std::numeric_limits<Units>::max();
  Index leaving = kNone;
  bool is_on_side_of_a = false;
  for (Index k = a; k != join; k = nodes_[k].parent) {
    if (nodes_[k].is_up && nodes_[k].flow < most) {
      most = nodes_[k].flow;
      leaving = k;
      is_on_side_of_a = true;
    }
  }
  for (Index k = b; k != join; k = nodes_[k].parent) {
    if (!nodes_[k].is_up && nodes_[k].flow <= most) {
      most = nodes_[k].flow;
      leaving = k;
      is_on_side_of_a = false;
    }
  }
  for (Index k = a; k != join; k = nodes_[k].parent)
    nodes_[k].flow += nodes_[k].is_up ? -most : most;
  for (Index k = b; k != join; k = nodes_[k].parent)
    nodes_[k].flow += nodes_[k].is_up ? most : -most;
  if (is_on_side_of_a) {
    hang(a, b, leaving, true, most, arc.cost);
  } else {
    hang(b, a, leaving, false, most, arc.cost);
  }
}

/// Cuts the subtree of `cut` off, which holds `inner`, and hangs it by that to `outer`.
void NetworkSimplex::hang(Index inner, Index outer, Index cut, bool is_up, Units flow,
                          double cost) {
  Index node = inner, parent = outer;
  while (true) {
    const Node old = nodes_[node];
    detach(node);
    attach(node, parent);
    nodes_[node].is_up = is_up;
    nodes_[node].flow = flow;
    nodes_[node].cost = cost;
    if (node == cut) break;
    parent = node;
    node = old.parent;
    is_up = !old.is_up;
    flow = old.flow;
    cost = old.cost;
  }
  stack_.assign(1, inner);
  while (!stack_.empty()) {
    const Index k = stack_.back();
    stack_.pop_back();
    derive(k);
    for (Index c = nodes_[k].first_child; c != kNone; c = nodes_[c].next) stack_.push_back(c);
  }
}

/// Depth and price, from the parent's.
void NetworkSimplex::derive(Index k) {
  Node& node = nodes_[k];
  const Node& parent = nodes_[node.parent];
  node.depth = parent.depth + 1;
  node.price = node.is_up ? parent.price - node.cost : parent.price + node.cost;
}

void NetworkSimplex::attach(Index k, Index parent) {
  Node& node = nodes_[k];
  node.parent = parent;
  node.previous = kNone;
  node.next = nodes_[parent].first_child;
  if (node.next != kNone) nodes_[node.next].previous = k;
  nodes_[parent].first_child = k;
}

void NetworkSimplex::detach(Index k) {
  const Node& node = nodes_[k];
  if (node.next != kNone) nodes_[node.next].previous = node.previous;
  if (node.previous != kNone) {
    nodes_[node.previous].next = node.next;
  } else {
    nodes_[node.parent].first_child = node.next;
  }
}

}  // namespace brenier
