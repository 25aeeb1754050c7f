#include "brenier/plane/density/component_tree.hpp"

#include <algorithm>
#include <limits>

namespace brenier {
namespace {

Box around(Point center, double half) {
  return {center - Point{half, half}, center + Point{half, half}};
}

}  // namespace

ComponentTree::ComponentTree(std::span<const Gaussian> components, const Box& domain,
                             const CheckInterrupt& interrupt) {
  std::vector<Index> all;
  for (std::size_t k = 0; k < components.size(); ++k) {
    const bool has_mass = components[k].log_peak() > -std::numeric_limits<double>::infinity();
    if (has_mass) all.push_back(static_cast<Index>(k));
  }
  constexpr double kLeftOut = 1e-15;
  negligible_ = std::log(static_cast<double>(all.size()) / kLeftOut);
  add(components, domain.center(), domain.size(), all);
  // The large squares first, until lists of this length fill the memory that seems fit.
  constexpr std::size_t kMostMembers = 1 << 23;
  for (std::size_t k = 0; k < squares_.size() && members_.size() < kMostMembers; ++k) {
    check(interrupt);
    const Square square = squares_[k];
    if (!is_worth_quartering(components, square)) continue;
    squares_[k].first_quarter = static_cast<Index>(squares_.size());
    const std::vector<Index> candidates(members_.begin() + square.begin,
                                        members_.begin() + square.begin + square.count);
    const double quarter = 0.25 * square.size;
    for (const Point to : {Point{-quarter, -quarter}, Point{quarter, -quarter},
                           Point{-quarter, quarter}, Point{quarter, quarter}}) {
      add(components, square.center + to, 0.5 * square.size, candidates);
    }
  }
}

void ComponentTree::add(std::span<const Gaussian> components, Point center, double size,
                        const std::vector<Index>& candidates) {
  const Box box = brenier::around(center, size);
  std::vector<LogBounds> bounds;
  for (const Index k : candidates) bounds.push_back(components[k].bounds(box));
  const auto brightest =
      std::max_element(bounds.begin(), bounds.end(),
                       [](const LogBounds& a, const LogBounds& b) { return a.least < b.least; });
  const std::size_t begin = members_.size();
  for (std::size_t k = 0; k < candidates.size(); ++k) {
    if (bounds[k].most < brightest->least - negligible_) continue;
    members_.push_back(candidates[k]);
    if (bounds.begin() + k == brightest) std::swap(members_[begin], members_.back());
  }
  squares_.push_back({center, size, begin, members_.size() - begin});
}

bool ComponentTree::is_worth_quartering(std::span<const Gaussian> components,
                                        const Square& square) const {
  // Components that change little within the box are not told apart any better in a part of it.
  constexpr std::ptrdiff_t kFew = 8;
  constexpr double kSmallRadius = 3.0;
  const Box box = brenier::around(square.center, square.size);
  const auto members = std::span(members_).subspan(square.begin, square.count);
  return std::ranges::count_if(
             members, [&](Index k) { return components[k].radius(box) > kSmallRadius; }) > kFew;
}

}  // namespace brenier
