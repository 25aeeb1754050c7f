#include "brenier/plane/density/gaussian_mixture.hpp"

#include <algorithm>
#include <limits>
#include <numbers>

#include "brenier/error.hpp"
#include "brenier/text.hpp"

namespace brenier {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int kPrecisions = 7;
constexpr double kPrecisionRatio = 100.0;  // from one to the next

/// Between the domain and the mean, in the whitened plane.
double whitened_distance(const DomainIndex& domain, const Gaussian& component) {
  if (domain.contains(component.mean())) return 0.0;
  const Polygon& polygon = domain.polygon();
  double distance = kInfinity;
  for (Index k = 0; k < polygon.edge_count(); ++k) {
    const auto [p, q] = polygon.edge(k);
    const Point nearest = nearest_to_origin(component.whitened(p), component.whitened(q));
    distance = std::min(distance, norm(nearest));
  }
  return distance;
}

Box box_of(Point a, Point b, Point c) {
  Box box = box_of(a, b);
  box.add(c);
  return box;
}

}  // namespace

GaussianMixture::GaussianMixture(Polygon domain, std::vector<Gaussian> components,
                                 std::span<const double> weights, const CheckInterrupt& interrupt)
    : domain_(std::move(domain)), components_(std::move(components)) {
  double tolerance = NodeLimits::kFullPrecision;
  for (int k = 0; k < kPrecisions; ++k, tolerance *= kPrecisionRatio)
    rules_.emplace_back(tolerance);
  normalize(weights, interrupt);
  constexpr double kNegligible = 80.0;  // e^-80 is 2e-35
  least_ = -std::log(domain_.polygon().area()) - kNegligible;
  tree_.emplace(components_, domain_.polygon().box(), interrupt);
}

void GaussianMixture::normalize(std::span<const double> weights, const CheckInterrupt& interrupt) {
  constexpr double kFarthest = 1000.0;  // exp(-|u|²/2) has ten digits left there
  double nearest = kInfinity, largest = -kInfinity;
  for (std::size_t k = 0; k < components_.size(); ++k) {
    check(interrupt);
    Gaussian& component = components_[k];
    component.scale(std::log(weights[k]));
    const double distance = whitened_distance(domain_, component);
    component.keep_off(distance);
    if (weights[k] > 0.0) nearest = std::min(nearest, distance);
    largest = std::max(largest, component.log_peak() - 0.5 * distance * distance);
  }
  if (!(nearest <= kFarthest && std::isfinite(largest))) {
    throw InvalidArgument(text("domain lies ", nearest, " standard deviations from the nearest ",
                               "mean; expected ", kFarthest, " at most"));
  }
  const Polygon& polygon = domain_.polygon();
  double total = 0.0;
  OccasionalCheck check_here(interrupt);
  for (std::size_t k = 0; k < components_.size(); ++k) {
    components_[k].scale(-largest);  // ρ is 1 at most then
    double mass = 0.0;
    for (Index e = 0; e < polygon.edge_count(); ++e) {
      check_here();
      const auto [p, q] = polygon.edge(e);
      mass += components_[k].mass(components_[k].triangle(p, q, polygon.vertices()[0]), rules_[0]);
    }
    component_masses_.push_back(std::max(mass, 0.0));
    parts_inside_.push_back(
        mass > 0.0 ? std::min(std::exp(std::log(mass) + largest - std::log(weights[k])), 1.0)
                   : 0.0);
    total += component_masses_.back();
  }
  if (!(total > 0.0)) {
    throw InvalidArgument("domain is too thin for the mass on it to be told from rounding errors");
  }
  for (Gaussian& component : components_) component.scale(-std::log(total));
  for (double& mass : component_masses_) mass /= total;
}

double GaussianMixture::value(Point x) const {
  double sum = 0.0;
  if (domain_.polygon().box().contains(x)) {
    for (const Index k : tree_->around({x, x})) sum += std::exp(components_[k].log_density(x));
  } else {
    for (const Gaussian& component : components_) sum += std::exp(component.log_density(x));
  }
  return sum;
}

const Quadrature& GaussianMixture::rules_for(double faintness) const {
  // Ten times more precise than one faint component alone would need. The first case is the usual
  // one.
  constexpr double kSpare = std::numbers::ln10, kPerStep = 1.0 / (2.0 * std::numbers::ln10);
  const double precision = kPerStep * (faintness - kSpare);
  if (precision < 1.0) return rules_.front();
  return rules_[static_cast<int>(std::min(precision, kPrecisions - 1.0))];
}

template <class Sum, class See, class Integral>
Sum GaussianMixture::sum_over(const Box& box, See&& see, Integral&& integral) const {
  Sum sum{};
  double known = -kInfinity;  // of the mean density there, the logarithm
  for (const Index k : tree_->around(box)) {
    const auto seen = see(components_[k]);
    const auto [most, least] = seen.bounds;
    known = std::max(known, least);
    if (most < std::max(least_, known - tree_->negligible())) continue;
    // A component that may be cut by a disc gets full precision.
    const double faintness = least > -kInfinity ? known - most : 0.0;
    sum += integral(components_[k], seen, rules_for(faintness));
  }
  return sum;
}

double GaussianMixture::mass(Point a, Point b, Point origin) const {
  if (cross(a - origin, b - origin) == 0.0)
    return 0.0;  // in a third of the calls the origin is an end
  return sum_over<double>(
      box_of(a, b, origin),
      [&](const Gaussian& component) { return component.triangle(a, b, origin); },
      [](const Gaussian& component, const Gaussian::Triangle& triangle, const Quadrature& rules) {
        return component.mass(triangle, rules);
      });
}

Moments GaussianMixture::moments(Point a, Point b, Point origin) const {
  return sum_over<Moments>(
      box_of(a, b, origin),
      [&](const Gaussian& component) { return component.triangle(a, b, origin); },
      [](const Gaussian& component, const Gaussian::Triangle& triangle, const Quadrature& rules) {
        return component.moments(triangle, rules);
      });
}

double GaussianMixture::line_integral(Point a, Point b) const {
  const double mean = sum_over<double>(
      box_of(a, b), [&](const Gaussian& component) { return component.line(a, b); },
      [](const Gaussian& component, const Gaussian::Line& line, const Quadrature& rules) {
        return component.mean(line, rules);
      });
  return mean * norm(b - a);
}

}  // namespace brenier
