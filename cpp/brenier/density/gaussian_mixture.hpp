// A sum of normal densities on a polygon.
#pragma once

#include <span>
#include <vector>

#include "brenier/density/normal.hpp"
#include "brenier/geometry/domain_index.hpp"

namespace brenier {

/// ρ is the weighted sum of the components, restricted to the domain and scaled to have mass 1 there.
///
/// A segment contributes the integral over the triangle (origin, a, b). Components that are negligible
/// there, by far less than a float can hold in units of the mean density, are left out.
class GaussianMixture {
 public:
  /// Components of mass 1 on the plane, and a weight for each, >= 0. Raises InvalidArgument when the domain
  /// is so far from all means that doubles do not hold the density there.
  GaussianMixture(Polygon domain, std::vector<Normal> components, std::span<const double> weights);

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
  void normalize(std::span<const double> weights);
  template <class Sum, class Integral>
  Sum sum_over(const Box& box, Integral&& integral) const;

  DomainIndex domain_;
  Quadrature rules_;
  std::vector<Normal> components_;
  std::vector<Box> boxes_;  // beyond which a component is negligible
  std::vector<double> component_masses_;
  std::vector<double> parts_inside_;
};

}  // namespace brenier
