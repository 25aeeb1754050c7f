// A power diagram that the fuzzer's bytes stand for.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "brenier/plane/measure/power_diagram.hpp"
#include "decoder.hpp"

namespace brenier::fuzz {

struct DiagramInput {
  SourceInput source;
  std::vector<Point> sites;
  std::vector<double> weights;
  std::shared_ptr<const PowerDiagram> diagram;
};

/// Nothing if the library refuses the source, the sites or the weights.
std::optional<DiagramInput> diagram_input(Decoder& decoder);

}  // namespace brenier::fuzz
