#include "brenier/validate.hpp"

#include <cmath>

#include "brenier/error.hpp"
#include "brenier/text.hpp"

namespace brenier {

std::span<const double> required_numbers(const char* argument, std::span<const double> numbers,
                                         std::size_t count) {
  if (numbers.size() != count) {
    throw InvalidArgument(
        text(argument, ": got ", numbers.size(), "; expected one per site, ", count));
  }
  for (std::size_t k = 0; k < count; ++k) {
    if (std::isfinite(numbers[k])) continue;
    throw InvalidArgument(
        text(argument, "[", k, "] is ", numbers[k], "; expected a finite number"));
  }
  return numbers;
}

}  // namespace brenier
