// By how much the masses of the cells should change in one Newton step, and how far they are from
// where they should be.
#pragma once

#include <span>
#include <vector>

namespace brenier {

/// What a full step aims at: g_i = d (m_i^(1-1/d) ν_i^(1/d) - m_i), as Newton's method has it for
/// the equations m_i^(1/d) = ν_i^(1/d), where that is negative times the factor that makes the sum
/// zero.
///
/// d is the engine's growth dimension. In the plane the area of a small cell grows with the square
/// of its weight, and so do the areas of a patch of cells that is dilated as a whole: √m_i is
/// nearer to linear in the weights than m_i is. Near the solution this is Newton's step for m_i =
/// ν_i, and convergence is quadratic. Every m_i has to be positive.
std::vector<double> aimed_growth(std::span<const double> masses, std::span<const double> targets,
                                 int dimension);

/// H = Σ ν_i^(1-2/d) (m_i^(1/d) - ν_i^(1/d))²; in the plane Σ (√m_i - √ν_i)², twice the square of
/// Hellinger's distance. Along the flow dm/dt = aimed_growth it falls at least as fast as e^(-2t/d)
/// (docs/design), so a short step lowers it in proportion.
double squared_distance(std::span<const double> masses, std::span<const double> targets,
                        int dimension);

/// The mass of a cell that aims at a growth, after a step of a length: m^(1/d) is linear in it.
double mass_after(double mass, double growth, double step, int dimension);

}  // namespace brenier
