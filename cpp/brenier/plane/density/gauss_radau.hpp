// Radau's rules of quadrature on [0, 1] for integrands with the factor t.
#pragma once

#include "brenier/plane/density/gauss_legendre.hpp"

namespace brenier {

extern const GaussTable kRadauNodes;

/// For ∫ f(t) t dt, as on a triangle in the direction away from a corner: exact for polynomials f
/// of degree 2 count - 1. With one more node at 0, where the integrand is 0, it is Radau's.
inline std::span<const QuadratureNode> corner_rule(int count) {
  return rule_of(kRadauNodes, count);
}

}  // namespace brenier
