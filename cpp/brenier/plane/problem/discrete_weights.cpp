#include "brenier/plane/problem/discrete_weights.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "brenier/discrete/central_shifts.hpp"
#include "brenier/discrete/network_simplex.hpp"
#include "brenier/plane/measure/atoms.hpp"
#include "brenier/plane/problem/settings.hpp"
#include "brenier/site_groups.hpp"

namespace brenier {
namespace {

Index count_of(const PointMasses<Point>& points) {
  return static_cast<Index>(points.points.size());
}

/// The transport from atoms of the source to points.
class AtomTransport {
 public:
  AtomTransport(const Density& source, const PointMasses<Point>& to,
                const CheckInterrupt& interrupt)
      : atoms_(atoms_of(source,
                        std::max(DiscreteConstants::kAtomsPerPoint * count_of(to),
                                 DiscreteConstants::kFewestAtoms),
                        interrupt)),
        to_(to),
        simplex_(atoms_.masses, to.masses, largest_cost(atoms_, to)),
        interrupt_(interrupt) {}

  /// Lets mass go to the members of those groups that are nearest by these weights.
  void add_near(const PointMasses<Point>& merged, std::span<const double> weights,
                const SiteGroups& groups) {
    std::vector<std::pair<double, Index>> powers(groups.count());
    const auto end = powers.begin() +
                     std::min(DiscreteConstants::kNearGroups, static_cast<Index>(powers.size()));
    for (Index a = 0; a < size(); ++a) {
      check(interrupt_);
      for (Index g = 0; g < groups.count(); ++g) {
        powers[g] = {squared_norm(atoms_.points[a] - merged.points[g]) - weights[g], g};
      }
      std::partial_sort(powers.begin(), end, powers.end());
      for (auto near = powers.begin(); near != end; ++near) {
        for (const Index k : groups[near->second]) simplex_.add({a, k, cost(a, k)});
      }
    }
  }

  /// Solves for the arcs there are, and adds for each atom the best that is better, until there is
  /// none.
  void solve() {
    bool is_solved = false;
    while (!is_solved) {
      simplex_.solve(interrupt_);
      is_solved = true;
      for (Index a = 0; a < size(); ++a) {
        const Index k = best_for(a);
        if (k == kNone) continue;
        simplex_.add({a, k, cost(a, k)});
        is_solved = false;
      }
    }
  }

  std::vector<double> prices() const {
    std::vector<double> result;
    for (Index k = 0; k < count_of(to_); ++k) result.push_back(simplex_.price_to(k));
    const std::vector<Index> part = simplex_.parts();
    const Index parts = *std::max_element(part.begin(), part.end()) + 1;
    if (parts == 1 || parts > DiscreteConstants::kMostParts) return result;
    std::vector<double> slack(static_cast<std::size_t>(parts) * parts,
                              std::numeric_limits<double>::infinity());
    for (Index a = 0; a < size(); ++a) {
      for (Index k = 0; k < count_of(to_); ++k) {
        double& least = slack[static_cast<std::size_t>(part[a]) * parts + part[size() + k]];
        least = std::min(least, std::max(reduced_cost(a, k), 0.0));
      }
    }
    const std::vector<double> shifts = central_shifts(slack, parts);
    for (Index k = 0; k < count_of(to_); ++k) result[k] += shifts[part[size() + k]];
    return result;
  }

 private:
  Index size() const { return static_cast<Index>(atoms_.points.size()); }
  double cost(Index a, Index k) const { return squared_norm(atoms_.points[a] - to_.points[k]); }
  double reduced_cost(Index a, Index k) const {
    return cost(a, k) + simplex_.price_from(a) - simplex_.price_to(k);
  }

  /// kNone if no arc is better than those there are, beyond what rounding may do.
  Index best_for(Index a) const {
    check(interrupt_);
    Index best = kNone;
    double least = 0.0;
    for (Index k = 0; k < count_of(to_); ++k) {
      const double reduced = reduced_cost(a, k);
      if (reduced < least && reduced < -simplex_.rounding(a, cost(a, k))) {
        least = reduced;
        best = k;
      }
    }
    return best;
  }

  /// An upper bound.
  static double largest_cost(const Atoms& atoms, const PointMasses<Point>& to) {
    Box box = box_of(atoms.points);
    for (const Point y : to.points) box.add(y);
    return squared_norm({box.width(), box.height()});
  }

  Atoms atoms_;
  const PointMasses<Point>& to_;
  NetworkSimplex simplex_;
  const CheckInterrupt& interrupt_;
};

/// For many points, those of groups first: these tell which atoms may go where.
std::vector<double> weights_of(const PointMasses<Point>& to, const Density& source,
                               const CheckInterrupt& interrupt) {
  AtomTransport transport(source, to, interrupt);
  if (count_of(to) > DiscreteConstants::kFewPoints) {
    const SiteGroups groups(to.points, DiscreteConstants::kPointsPerGroup, interrupt);
    if (groups.count() < count_of(to)) {
      const PointMasses<Point> fewer = barycenters(to.points, to.masses, groups);
      transport.add_near(fewer, weights_of(fewer, source, interrupt), groups);
    }
  }
  transport.solve();
  return transport.prices();
}

}  // namespace

std::vector<double> discrete_weights(std::span<const Point> points, std::span<const double> masses,
                                     const Density& source, const CheckInterrupt& interrupt) {
  return weights_of({{points.begin(), points.end()}, {masses.begin(), masses.end()}}, source,
                    interrupt);
}

}  // namespace brenier
