#include "diagram_input.hpp"

#include <utility>

#include "require.hpp"

namespace brenier::fuzz {

std::optional<DiagramInput> diagram_input(Decoder& decoder) {
  auto source = if_accepted([&] { return decoder.source(); });
  if (!source) return std::nullopt;
  std::vector<Point> sites = decoder.sites(24);
  std::vector<double> weights = decoder.weights(sites);
  auto diagram = if_accepted(
      [&] { return std::make_shared<const PowerDiagram>(sites, weights, source->source); });
  if (!diagram) return std::nullopt;
  return DiagramInput{*std::move(source), std::move(sites), std::move(weights),
                      *std::move(diagram)};
}

}  // namespace brenier::fuzz
