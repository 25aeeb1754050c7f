// Error messages, put together from their parts; doubles as they print in Python, to 15 digits.
#pragma once

#include <limits>
#include <ostream>
#include <sstream>
#include <string>

#include "brenier/types.hpp"

namespace brenier {

inline std::ostream& operator<<(std::ostream& out, Point p) {
  return out << '(' << p.x << ", " << p.y << ')';
}

template <class... Parts>
std::string text(const Parts&... parts) {
  std::ostringstream out;
  out.imbue(std::locale::classic());
  out.precision(std::numeric_limits<double>::digits10);
  (out << ... << parts);
  return out.str();
}

}  // namespace brenier
