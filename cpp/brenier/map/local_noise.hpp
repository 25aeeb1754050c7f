// Noise along the differences of values that are near each other: no covariance matrix is formed.
#pragma once

#include <span>

#include "brenier/interrupt.hpp"
#include "brenier/map/rows.hpp"

namespace brenier {

/// Adds to row p of `result`, whose point belongs to site i = sites[p], the sum over the q
/// neighbours k of that site of scale/√q · noise[p][k] · (c_k - c_i). If the noise is standard
/// normal, that has mean 0, and scale² times the mean of (c_k - c_i)(c_k - c_i)ᵀ for covariance.
template <class T>
void add_local_noise(std::span<const Index> sites, Rows<const T> values,
                     Rows<const Index> neighbors, Rows<const double> noise, double scale,
                     Rows<T> result, int workers = 1, const CheckInterrupt& interrupt = {});

}  // namespace brenier
