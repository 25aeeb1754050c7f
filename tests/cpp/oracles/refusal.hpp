// Why rings are refused as a polygon.
#pragma once

#include <string>
#include <vector>

#include "brenier/error.hpp"
#include "brenier/plane/domain/polygon.hpp"
#include "oracles/messages.hpp"

namespace brenier::testing {

/// Empty if they are not.
inline std::string refusal(const std::vector<Ring>& rings) {
  return message_of_throw<InvalidArgument>([&] { (void)Polygon(rings); });
}

}  // namespace brenier::testing
