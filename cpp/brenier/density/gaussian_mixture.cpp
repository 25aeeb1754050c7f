#include "brenier/density/gaussian_mixture.hpp"

#include <algorithm>

#include "brenier/error.hpp"
#include "brenier/text.hpp"

namespace brenier {
namespace {

/// Between the domain and the mean, in the whitened plane.
double whitened_distance(const DomainIndex& domain, const Normal& component) {
  if (domain.contains(component.mean())) return 0.0;
  const Polygon& polygon = domain.polygon();
  double distance = std::numeric_limits<double>::infinity();
  for (Index k = 0; k < polygon.edge_count(); ++k) {
    const auto [p, q] = polygon.edge(k);
    distance =
        std::min(distance, distance_to_segment(component.whitened(p), component.whitened(q)));
  }
  return distance;
}

Box box_of(Point a, Point b) {
  return {{std::min(a.x, b.x), std::min(a.y, b.y)}, {std::max(a.x, b.x), std::max(a.y, b.y)}};
}

Box box_of(Point a, Point b, Point c) {
  Box box = box_of(a, b);
  box.add(c);
  return box;
}

}  // namespace

GaussianMixture::GaussianMixture(Polygon domain, std::vector<Normal> components,
                                 std::span<const double> weights)
    : domain_(std::move(domain)), components_(std::move(components)) {
  normalize(weights);
  constexpr double kNegligible = 80.0;  // e^-80 is 2e-35
  const double least = -std::log(domain_.polygon().area()) - kNegligible;
  for (const Normal& component : components_) boxes_.push_back(component.box_above(least));
}

void GaussianMixture::normalize(std::span<const double> weights) {
  constexpr double kFarthest = 1000.0;  // exp(-|u|²/2) has ten digits left there
  double nearest = std::numeric_limits<double>::infinity(), largest = -nearest;
  for (std::size_t k = 0; k < components_.size(); ++k) {
    Normal& component = components_[k];
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
  for (std::size_t k = 0; k < components_.size(); ++k) {
    components_[k].scale(-largest);  // ρ is 1 at most then
    double mass = 0.0;
    for (Index e = 0; e < polygon.edge_count(); ++e) {
      const auto [p, q] = polygon.edge(e);
      mass += components_[k].mass(p, q, polygon.vertices()[0], rules_);
    }
    component_masses_.push_back(std::max(mass, 0.0));
    parts_inside_.push_back(
        mass > 0.0 ? std::min(std::exp(std::log(mass) + largest - std::log(weights[k])), 1.0)
                   : 0.0);
    total += component_masses_.back();
  }
  for (Normal& component : components_) component.scale(-std::log(total));
  for (double& mass : component_masses_) mass /= total;
}

double GaussianMixture::value(Point x) const {
  double sum = 0.0;
  for (const Normal& component : components_) sum += std::exp(component.log_density(x));
  return sum;
}

template <class Sum, class Integral>
Sum GaussianMixture::sum_over(const Box& box, Integral&& integral) const {
  Sum sum{};
  for (std::size_t k = 0; k < components_.size(); ++k) {
    if (boxes_[k].overlaps(box)) sum += integral(components_[k]);
  }
  return sum;
}

double GaussianMixture::mass(Point a, Point b, Point origin) const {
  return sum_over<double>(box_of(a, b, origin), [&](const Normal& component) {
    return component.mass(a, b, origin, rules_);
  });
}

Moments GaussianMixture::moments(Point a, Point b, Point origin) const {
  return sum_over<Moments>(box_of(a, b, origin), [&](const Normal& component) {
    return component.moments(a, b, origin, rules_);
  });
}

double GaussianMixture::line_integral(Point a, Point b) const {
  return sum_over<double>(
      box_of(a, b), [&](const Normal& component) { return component.line_integral(a, b, rules_); });
}

}  // namespace brenier
