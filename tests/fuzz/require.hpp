// How a fuzz target says that a law is broken.
#pragma once

#include <cstdlib>
#include <iostream>
#include <optional>
#include <type_traits>

#include "brenier/error.hpp"
#include "brenier/text.hpp"

namespace brenier::fuzz {

/// Ends the process unless the law holds: that is what fuzzers look for.
template <class... Parts>
void require(bool law, const Parts&... what) {
  if (law) return;
  std::cerr << text("a law is broken: ", what...) << std::endl;
  std::abort();
}

/// What `make` makes; nothing if the library refuses its arguments. Any other exception passes, and
/// is a finding.
template <class Make>
auto if_accepted(Make&& make) -> std::optional<std::invoke_result_t<Make>> {
  try {
    return make();
  } catch (const InvalidArgument& error) {
    require(*error.what() != '\0', "an error says what is wrong");
    return std::nullopt;
  }
}

}  // namespace brenier::fuzz
