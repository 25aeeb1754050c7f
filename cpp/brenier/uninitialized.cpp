#include "brenier/uninitialized.hpp"

#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace brenier {
namespace {

constexpr std::align_val_t kHugePage{std::size_t{1} << 21};

}  // namespace

void* allocate_pages(std::size_t bytes) {
  void* const memory = ::operator new(bytes, kHugePage);
#ifdef __linux__
  (void)madvise(memory, bytes, MADV_HUGEPAGE);  // advice only: without it, all is slower but well
#endif
  return memory;
}

void free_pages(void* memory) { ::operator delete(memory, kHugePage); }

}  // namespace brenier
