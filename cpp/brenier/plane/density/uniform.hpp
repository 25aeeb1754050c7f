// The uniform density on a polygon.
#pragma once

#include "brenier/plane/density/moments.hpp"
#include "brenier/plane/domain/domain_index.hpp"

namespace brenier {

/// ρ = 1 / area on the domain. By the divergence theorem each segment contributes the integral over
/// the triangle (origin, a, b), in closed form.
class Uniform {
 public:
  explicit Uniform(Polygon domain) : domain_(std::move(domain)), rho_(1.0 / area()) {}

  const DomainIndex& domain() const { return domain_; }

  double mass(Point a, Point b, Point origin) const {
    return 0.5 * rho_ * cross(a - origin, b - origin);
  }

  Moments moments(Point a, Point b, Point origin) const {
    const Point u = a - origin, v = b - origin;
    const double mass = 0.5 * rho_ * cross(u, v);
    return {mass, (mass / 3.0) * (u + v),
            (mass / 6.0) * (squared_norm(u) + dot(u, v) + squared_norm(v))};
  }

  double line_integral(Point a, Point b) const { return rho_ * norm(b - a); }

 private:
  double area() const { return domain_.polygon().area(); }

  DomainIndex domain_;
  double rho_;
};

}  // namespace brenier
