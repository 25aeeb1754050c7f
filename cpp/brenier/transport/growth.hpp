// By how much the masses of the cells should change in one Newton step, and how far they are from
// where they should be.
#pragma once

#include <span>
#include <vector>

namespace brenier {

/// What a full step aims at: g_i = 2 (√(m_i ν_i) - m_i) where mass is lacking, as Newton's method has it
/// for the equations √m_i = √ν_i, and (ν_i - m_i) elsewhere, times the factor that makes the sum zero.
///
/// The area of a small cell grows with the square of its weight, and so do the areas of a patch of cells
/// that is dilated as a whole: √m_i is linear in the weights, m_i is not. Near the solution both are the
/// same, and convergence is quadratic. Every m_i has to be positive.
std::vector<double> aimed_growth(std::span<const double> masses, std::span<const double> targets);

/// Σ (√m_i - √ν_i)², twice the square of Hellinger's distance. Along the flow dm/dt = aimed_growth it
/// falls at least as fast as e^-t.
double squared_distance(std::span<const double> masses, std::span<const double> targets);

}  // namespace brenier
