// A sum of normal densities on a polygon.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "brenier/plane/density/component_tree.hpp"
#include "brenier/plane/density/gaussian.hpp"
#include "brenier/plane/domain/domain_index.hpp"

namespace brenier {

/// ρ is the weighted sum of the components, restricted to the domain and scaled to have mass 1
/// there.
///
/// A segment contributes the integral over the triangle (origin, a, b). Components that are
/// negligible there are left out: those below e⁻⁸⁰ of the mean density on the domain, and those
/// that are together 1e-15 of the others at most. The fainter a component is, compared with the
/// others, the fewer nodes it gets.
class GaussianMixture {
 public:
  /// Components of mass 1 on the plane, and a weight for each, >= 0. Raises InvalidArgument when
  /// the domain is so far from all means that doubles do not hold the density there.
  GaussianMixture(Polygon domain, std::vector<Gaussian> components, std::span<const double> weights,
                  const CheckInterrupt& interrupt = {});

  const DomainIndex& domain() const { return domain_; }

  /// ρ on the domain; the same formula off it.
  double value(Point x) const;
  /// What each component has in ρ: their sum is 1.
  const std::vector<double>& component_masses() const { return component_masses_; }
  /// How much of each component as it was given lies on the domain: between 0 and 1.
  const std::vector<double>& parts_inside() const { return parts_inside_; }

  double mass(Point a, Point b, Point origin) const;
  Moments moments(Point a, Point b, Point origin) const;
  double line_integral(Point a, Point b) const;

 private:
  void normalize(std::span<const double> weights, const CheckInterrupt& interrupt);
  template <class Sum, class See, class Integral>
  Sum sum_over(const Box& box, See&& see, Integral&& integral) const;
  const Quadrature& rules_for(double faintness) const;

  DomainIndex domain_;
  std::vector<Quadrature> rules_;  // from full precision to next to none
  std::vector<Gaussian> components_;
  std::optional<ComponentTree> tree_;
  double least_;  // of the densities that count, the logarithm
  std::vector<double> component_masses_;
  std::vector<double> parts_inside_;
};

}  // namespace brenier
