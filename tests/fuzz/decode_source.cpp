// The decoder's domains and densities.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "brenier/plane/density/gaussian_source.hpp"
#include "decoder.hpp"
#include "inputs/domains.hpp"

namespace brenier::fuzz {

std::vector<Ring> Decoder::rings() {
  std::vector<Ring> result;
  switch (const int kind = choice(8); kind) {
    case 0: {
      const Point low = point(), high = point();
      result = {testing::rectangle(low.x, low.y, high.x, high.y)};
      break;
    }
    case 1:
    case 2: {
      const std::vector<testing::NamedDomain> known = testing::domains();
      result = known[choice(static_cast<int>(known.size()))].rings;
      break;
    }
    default:
      result.resize(kind < 6 ? 1 : choice(4));
      for (Ring& ring : result) ring = points(12);
  }
  const Similarity place = similarity();
  for (Ring& ring : result) {
    for (Point& p : ring) p = place.from_local(p);
  }
  return result;
}

SourceInput Decoder::grid() {
  const bool is_bilinear = choice(2) == 1, has_any_values = choice(4) == 0;
  const int rows = 1 + choice(8), columns = 1 + choice(8);
  const Similarity place = similarity();
  const Box bounds{place.from_local({0, 0}),
                   place.from_local({1.0 + choice(2), 1.0 + choice(4) / 8.0})};
  std::vector<double> values(rows * columns);
  for (double& value : values) value = has_any_values ? number() : choice(4);
  const auto make = is_bilinear ? bilinear_source : raster_source;
  return {std::make_shared<const Source>(make(bounds, values, columns, choice(2) == 1, false)),
          4.0 * rows * columns};
}

SourceInput Decoder::mixture() {
  const int count = 1 + choice(4);
  const bool is_any = choice(4) == 0;
  std::vector<Point> means;
  std::vector<Covariance> covariances;
  std::vector<double> shares;
  for (int k = 0; k < count; ++k) {
    means.push_back(point());
    const double xx = (1 + choice(16)) / 32.0, yy = (1 + choice(16)) / 32.0;
    const double xy = choice(8) / 8.0 * std::min(xx, yy);
    covariances.push_back({xx, xy, xy, yy});
    shares.push_back(choice(4));
    if (!is_any) continue;
    const double unit = std::abs(number());
    for (double& entry : covariances.back()) entry *= unit;
    shares.back() = number();
  }
  const std::vector<Ring> domain = choice(2) == 0 ? std::vector<Ring>{} : rings();
  auto source = std::make_shared<const Source>(
      gaussian_source(domain, means, covariances, shares, count == 1));
  if (is_any) return {source, std::numeric_limits<double>::infinity()};

  const auto& density = std::get<GaussianMixture>(source->density);
  double peak = 0.0;
  for (int k = 0; k < count; ++k) {
    const auto& [xx, xy, yx, yy] = covariances[k];
    const double mass = density.component_masses()[k];
    if (mass == 0.0) continue;
    const double of_plane = 1.0 / (2.0 * std::numbers::pi * std::sqrt(xx * yy - xy * yx));
    peak += of_plane * mass / density.parts_inside()[k];
  }
  const double unit = source->similarity.unit;
  return {source, peak * unit * unit * density.domain().polygon().area()};
}

SourceInput Decoder::source() {
  switch (choice(8)) {
    case 0:
    case 1:
      return {
          std::make_shared<const Source>(uniform_source({testing::rectangle(0.0, 0.0, 1.0, 1.0)}))};
    case 2:
      return grid();
    case 3:
      return mixture();
    default:
      return {std::make_shared<const Source>(uniform_source(rings()))};
  }
}

}  // namespace brenier::fuzz
