// Exceptions on threads that have just started, when memory is short.
#pragma once

#include <cstdlib>
#include <exception>

namespace brenier {

/// Whether this thread can throw exceptions from now on, also when its memory runs out. What the
/// C++ library keeps of a thread's exceptions, it makes at the first one, and glibc ends the
/// process if there is no memory left for that: so the first one is not to be that memory has run
/// out.
inline bool ready_to_throw() {
  constexpr std::size_t kPlenty = 1 << 14;
  void* volatile const memory = std::malloc(kPlenty);
  if (memory == nullptr) return false;
  std::free(memory);
  [[maybe_unused]] volatile const int none = std::uncaught_exceptions();
  return true;
}

}  // namespace brenier
