#include "brenier/newton/settings.hpp"

#include <limits>

#include "brenier/error.hpp"
#include "brenier/text.hpp"

namespace brenier {

void NewtonSettings::validate() const {
  if (!(tol > 0.0 && tol <= std::numeric_limits<double>::max())) {
    throw InvalidArgument(text("tol is ", tol, "; expected a positive finite number"));
  }
  if (max_iter < 0) {
    throw InvalidArgument(text("max_iter is ", max_iter, "; expected 0 or more"));
  }
}

}  // namespace brenier
