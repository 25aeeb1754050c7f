// Which components of a mixture count around here?
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/density/gaussian.hpp"

namespace brenier {

/// Squares in squares, each half as wide, and for each the components that count in the square of
/// twice its width around it: those that are not everywhere there by far less than another one.
/// What is left out is measured by what is there, so that the far tails of all have their digits as
/// well.
class ComponentTree {
 public:
  ComponentTree(std::span<const Gaussian> components, const Box& domain,
                const CheckInterrupt& interrupt = {});

  /// The components for a box in the domain's box, one at least, and the first one is nowhere
  /// faint.
  std::span<const Index> around(const Box& box) const {
    const double size = box.size();
    const Point center = box.center();
    const Square* square = squares_.data();
    while (square->first_quarter != kNone && size <= 0.5 * square->size) {
      const Index right = center.x >= square->center.x, upper = center.y >= square->center.y;
      square = &squares_[square->first_quarter + right + 2 * upper];
    }
    return std::span(members_).subspan(square->begin, square->count);
  }

  /// A component does not count where it is e to the minus this of another one: all of them
  /// together are then 1e-15 of the density at most.
  double negligible() const { return negligible_; }

 private:
  struct Square {
    Point center;
    double size;
    std::size_t begin;  // in members_
    std::size_t count;
    Index first_quarter = kNone;  // of four
  };

  void add(std::span<const Gaussian> components, Point center, double size,
           const std::vector<Index>& candidates);
  bool is_worth_quartering(std::span<const Gaussian> components, const Square& square) const;

  double negligible_ = 0.0;
  std::vector<Square> squares_;
  std::vector<Index> members_;
};

}  // namespace brenier
