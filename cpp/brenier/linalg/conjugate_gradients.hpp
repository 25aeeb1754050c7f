// Conjugate gradients for a matrix that is applied without being formed.
#pragma once

#include <functional>
#include <span>
#include <vector>

namespace brenier {

/// Writes A x; A is symmetric and positive.
using ApplyMatrix = std::function<void(std::span<const double> x, std::span<double> result)>;

/// x with A x = b, preconditioned by the diagonal, which is positive: until the residual is at most
/// `tolerance` times b, in the Euclidean norm, or for `most` steps. Nothing is thrown if it is not
/// exact by then.
std::vector<double> conjugate_gradients(const ApplyMatrix& apply, std::span<const double> diagonal,
                                        std::span<const double> b, double tolerance, int most);

}  // namespace brenier
