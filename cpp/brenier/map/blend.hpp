// Means of values, by coordinates in triangles or in tetrahedra: with or without the loss of
// variance of a mean.
#pragma once

#include <optional>

#include "brenier/interrupt.hpp"
#include "brenier/map/rows.hpp"

namespace brenier {

/// Of which sites, and of how much of each, points are means: three of them, or four.
struct MeshCoordinates {
  Rows<const Index> sites;
  Rows<const double> shares;  // from 0 to 1, with sum 1
};

/// Writes a row per point. Of values c_i with shares λ_i it is Σ λ_i c_i; with `means`, a mean m_i
/// for each value, it is Σ λ_i m_i + Σ λ_i (c_i - m_i) / √(Σ λ_i²), which keeps the variance of the
/// c_i around their means. A point that has all of one site gets its value, to the last bit.
template <class T>
void blend(const MeshCoordinates& at, Rows<const T> values, std::optional<Rows<const T>> means,
           Rows<T> result, int workers = 1, const CheckInterrupt& interrupt = {});

}  // namespace brenier
