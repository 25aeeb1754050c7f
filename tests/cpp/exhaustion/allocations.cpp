#include "allocations.hpp"

#include <atomic>
#include <cstdlib>
#include <limits>
#include <new>

#ifdef __APPLE__
#include <malloc/malloc.h>
#define malloc_usable_size malloc_size
#else
#include <malloc.h>
#endif

namespace brenier::testing {
namespace {

constexpr long kNever = std::numeric_limits<long>::max() / 2;

std::atomic<long> until_failure{kNever};
std::atomic<bool> is_once{true};
std::atomic<long> pieces{0};
std::atomic<long> bytes{0}, most_bytes{kNever}, peak_bytes{0};

bool fails(std::size_t size) {
  const long left = until_failure--;
  if (left == 0 || (left < 0 && !is_once)) return true;
  return bytes + static_cast<long>(size) > most_bytes;
}

void* count(void* memory) {
  if (memory == nullptr) return nullptr;
  ++pieces;
  bytes += static_cast<long>(malloc_usable_size(memory));
  if (bytes > peak_bytes) peak_bytes = bytes.load();
  return memory;
}

void discount(void* memory) {
  if (memory == nullptr) return;
  --pieces;
  bytes -= static_cast<long>(malloc_usable_size(memory));
}

}  // namespace

MemoryRunsOut::MemoryRunsOut(long at, Shortage shortage) {
  is_once = shortage == Shortage::kOnce;
  until_failure = at;
}

MemoryRunsOut::~MemoryRunsOut() { until_failure = kNever; }

bool MemoryRunsOut::has_happened() const { return until_failure < 0; }

MemoryIsScarce::MemoryIsScarce(long more) : before_(bytes) {
  peak_bytes = before_;
  most_bytes = before_ + more;
}

MemoryIsScarce::~MemoryIsScarce() { most_bytes = kNever; }

long MemoryIsScarce::peak() const { return peak_bytes - before_; }

long pieces_in_use() { return pieces; }

}  // namespace brenier::testing

using brenier::testing::count;
using brenier::testing::discount;
using brenier::testing::fails;

#ifdef BRENIER_WRAP_MALLOC
#define REAL(name) __real_##name
extern "C" {
void* __real_malloc(std::size_t size);
void* __real_calloc(std::size_t count, std::size_t size);
void* __real_realloc(void* memory, std::size_t size);
void __real_free(void* memory);

void* __wrap_malloc(std::size_t size) { return fails(size) ? nullptr : count(__real_malloc(size)); }
void* __wrap_calloc(std::size_t number, std::size_t size) {
  return fails(number * size) ? nullptr : count(__real_calloc(number, size));
}
void* __wrap_realloc(void* memory, std::size_t size) {
  if (fails(size)) return nullptr;
  discount(memory);
  void* const moved = __real_realloc(memory, size);
  count(moved != nullptr ? moved : memory);
  return moved;
}
void __wrap_free(void* memory) {
  discount(memory);
  __real_free(memory);
}
}
#else
#define REAL(name) std::name
#endif

namespace {

void* allocated(std::size_t size, std::size_t alignment) noexcept {
  if (fails(size)) return nullptr;
  if (alignment <= alignof(std::max_align_t)) return count(REAL(malloc)(size > 0 ? size : 1));
  void* memory = nullptr;
  return posix_memalign(&memory, alignment, size) == 0 ? count(memory) : nullptr;
}

void* required(void* memory) { return memory != nullptr ? memory : throw std::bad_alloc(); }

void given_back(void* memory) noexcept {
  discount(memory);
  REAL(free)(memory);
}

std::size_t number(std::align_val_t alignment) { return static_cast<std::size_t>(alignment); }

}  // namespace

void* operator new(std::size_t size) { return required(allocated(size, 1)); }
void* operator new[](std::size_t size) { return required(allocated(size, 1)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return required(allocated(size, number(alignment)));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return required(allocated(size, number(alignment)));
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocated(size, 1); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return allocated(size, 1);
}
void operator delete(void* memory) noexcept { given_back(memory); }
void operator delete[](void* memory) noexcept { given_back(memory); }
void operator delete(void* memory, std::size_t) noexcept { given_back(memory); }
void operator delete[](void* memory, std::size_t) noexcept { given_back(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { given_back(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { given_back(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { given_back(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { given_back(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { given_back(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { given_back(memory); }
