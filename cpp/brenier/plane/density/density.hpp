// What a source density must answer, and the registry of those that can.
#pragma once

#include <concepts>
#include <variant>

#include "brenier/plane/density/bilinear.hpp"
#include "brenier/plane/density/gaussian_mixture.hpp"
#include "brenier/plane/density/raster.hpp"
#include "brenier/plane/density/uniform.hpp"

namespace brenier {

/// A probability density ρ on a polygonal domain, in normalised coordinates. Three questions about
/// a segment a → b of the diagram are all that the rest of the library asks:
///  - `mass(a, b, origin)`: the flux through a → b, to its right, of a vector field whose
///    divergence is ρ (the same field for the same origin), so that the sum over a
///    counter-clockwise cell is its mass;
///  - `moments(a, b, origin)`: that, and the same for ρ·(x - origin) and ρ·|x - origin|²;
///  - `line_integral(a, b)`: ∫ ρ ds along the segment.
template <class D>
concept SegmentDensity = requires(const D& density, Point p) {
  { density.domain() } -> std::convertible_to<const DomainIndex&>;
  { density.mass(p, p, p) } -> std::convertible_to<double>;
  { density.moments(p, p, p) } -> std::convertible_to<Moments>;
  { density.line_integral(p, p) } -> std::convertible_to<double>;
};

/// The registry: a new density is a new file and one more name here.
using Density = std::variant<Uniform, Raster, Bilinear, GaussianMixture>;

static_assert(SegmentDensity<Uniform> && SegmentDensity<Raster> && SegmentDensity<Bilinear>);
static_assert(SegmentDensity<GaussianMixture>);

/// The domain of any density.
inline const DomainIndex& domain_of(const Density& density) {
  return std::visit([](const auto& d) -> const DomainIndex& { return d.domain(); }, density);
}

}  // namespace brenier
