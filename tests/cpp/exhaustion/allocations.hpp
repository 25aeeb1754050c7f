// Every allocation of the program is counted, and from any of them on memory may be said to be out.
//
// Those of `operator new` in all its forms; with GNU's linker also those of malloc in the objects
// that are linked (Eigen's are such, which is all in headers), but not in shared libraries.
#pragma once

#include <cstddef>

namespace brenier::testing {

/// How memory runs out.
enum class Shortage {
  kOnce,     // one allocation fails: somebody else had the memory for a moment
  kForGood,  // all from then on
};

/// While it lives, the allocation with this number fails, counted from 0, in any thread.
class MemoryRunsOut {
 public:
  MemoryRunsOut(long at, Shortage shortage);
  ~MemoryRunsOut();
  MemoryRunsOut(const MemoryRunsOut&) = delete;
  MemoryRunsOut& operator=(const MemoryRunsOut&) = delete;

  /// Has it been asked for as much?
  bool has_happened() const;
};

/// While it lives, there are no more than so many bytes for what is allocated meanwhile.
class MemoryIsScarce {
 public:
  explicit MemoryIsScarce(long bytes);
  ~MemoryIsScarce();
  MemoryIsScarce(const MemoryIsScarce&) = delete;
  MemoryIsScarce& operator=(const MemoryIsScarce&) = delete;

  /// The most bytes that were in use at a time.
  long peak() const;

 private:
  long before_;
};

/// How many pieces of memory there are now that were allocated, and not given back.
long pieces_in_use();

}  // namespace brenier::testing
