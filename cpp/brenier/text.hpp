// Error messages, put together from their parts; doubles as they print in Python, to 15 digits.
#pragma once

#include <limits>
#include <sstream>
#include <string>

namespace brenier {

template <class... Parts>
std::string text(const Parts&... parts) {
  std::ostringstream out;
  out.imbue(std::locale::classic());
  out.precision(std::numeric_limits<double>::digits10);
  (out << ... << parts);
  return out.str();
}

}  // namespace brenier
