// How a long computation learns that its caller wants it to stop.
#pragma once

#include <functional>

namespace brenier {

/// Called now and then, a few times a second at least, from the caller's thread; throws to stop the
/// computation. May be empty.
using CheckInterrupt = std::function<void()>;

inline void check(const CheckInterrupt& interrupt) {
  if (interrupt) interrupt();
}

}  // namespace brenier
