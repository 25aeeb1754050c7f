// A small linear program: the least t under inequalities for a point x of space and t.
#pragma once

#include <Eigen/Dense>

#include <array>
#include <cmath>
#include <limits>

#include "brenier/space/points/point.hpp"

namespace brenier::space {

/// <row, (x, t)> <= bound.
struct Inequality {
  Eigen::Vector4d row;
  double bound;
  bool is_limit = false;  // of where the least t is looked for, and not of the problem
};

/// The least t under inequalities of which four are equalities there, with multipliers of 0 or
/// more: of these a sum is -t.
class LinearProgram {
 public:
  LinearProgram(const std::array<Inequality, 4>& four, const Eigen::Vector4d& multipliers)
      : four_(four), multipliers_(multipliers) {
    solve();
  }

  Point point() const { return {solution_[0], solution_[1], solution_[2]}; }
  double value() const { return solution_[3]; }

  /// Takes in an inequality that is violated, for one that is not needed any more. False if there
  /// is none.
  bool exchange(const Inequality& entering) {
    const Eigen::Vector4d shares = inverse_.transpose() * entering.row;
    int leaving = -1;
    double least = std::numeric_limits<double>::infinity();
    for (int k = 0; k < 4; ++k) {
      if (!(shares[k] > 0.0) || !(multipliers_[k] / shares[k] < least)) continue;
      leaving = k;
      least = multipliers_[k] / shares[k];
    }
    if (leaving < 0) return false;
    multipliers_ = (multipliers_ - least * shares).cwiseMax(0.0);
    multipliers_[leaving] = least;
    four_[leaving] = entering;
    return solve();
  }

  bool leans_on_limit() const {
    for (int k = 0; k < 4; ++k) {
      if (four_[k].is_limit && multipliers_[k] > 0.0) return true;
    }
    return false;
  }

  /// Of the points where the four hold for the least t and one more.
  double volume_above() const {
    Eigen::Matrix3d edges;
    const auto corner = [&](int k) {
      return Eigen::Vector3d(-inverse_.col(k).head<3>() / multipliers_[k]);
    };
    for (int k = 0; k < 3; ++k) edges.col(k) = corner(k + 1) - corner(0);
    return std::abs(edges.determinant()) / 6.0;
  }

 private:
  bool solve() {
    Eigen::Matrix4d rows;
    Eigen::Vector4d bounds;
    for (int k = 0; k < 4; ++k) {
      rows.row(k) = four_[k].row.transpose();
      bounds[k] = four_[k].bound;
    }
    inverse_ = rows.inverse();
    solution_ = inverse_ * bounds;
    return solution_.allFinite();
  }

  std::array<Inequality, 4> four_;
  Eigen::Vector4d multipliers_;
  Eigen::Matrix4d inverse_;
  Eigen::Vector4d solution_;
};

}  // namespace brenier::space
