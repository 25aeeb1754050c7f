// Gauss's rules of quadrature on [0, 1]: tables, so that they are the same on every machine.
#pragma once

#include <array>
#include <span>

namespace brenier {

struct QuadratureNode {
  double at;
  double weight;
};

/// There are rules with 1 to so many nodes.
inline constexpr int kMostGaussNodes = 16;

/// The nodes of all rules, one rule behind the other.
using GaussTable = std::array<QuadratureNode, kMostGaussNodes*(kMostGaussNodes + 1) / 2>;

inline std::span<const QuadratureNode> rule_of(const GaussTable& table, int count) {
  return std::span(table).subspan(count * (count - 1) / 2, count);
}

extern const GaussTable kLegendreNodes;

/// For ∫ f(t) dt: exact for polynomials f of degree 2 count - 1.
inline std::span<const QuadratureNode> gauss_rule(int count) {
  return rule_of(kLegendreNodes, count);
}

}  // namespace brenier
