// Checks of numbers at the gate.
#pragma once

#include <cstddef>
#include <span>

namespace brenier {

/// The numbers as they are. Raises InvalidArgument unless there are `count`, all finite.
std::span<const double> required_numbers(const char* argument, std::span<const double> numbers,
                                         std::size_t count);

}  // namespace brenier
