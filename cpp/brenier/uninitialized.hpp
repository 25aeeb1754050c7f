// Large arrays of which every element will be written, by several threads maybe: filling them with
// zeros first would cost as much again.
#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace brenier {

/// Memory for large arrays, on huge pages where the system offers them: a fresh array of a hundred
/// megabytes spends a third of its time on page faults otherwise.
void* allocate_pages(std::size_t bytes);
void free_pages(void* memory);

/// An allocator whose elements hold whatever was in memory until they are assigned.
template <class T>
struct UninitializedAllocator : std::allocator<T> {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

  template <class U>
  struct rebind {
    using other = UninitializedAllocator<U>;
  };

  T* allocate(std::size_t count) {
    if (!is_large(count)) return std::allocator<T>::allocate(count);
    return static_cast<T*>(allocate_pages(count * sizeof(T)));
  }
  void deallocate(T* memory, std::size_t count) {
    if (!is_large(count)) return std::allocator<T>::deallocate(memory, count);
    free_pages(memory);
  }
  void construct(T*) noexcept {}
  template <class... Args>
  void construct(T* at, Args&&... args) {
    std::construct_at(at, std::forward<Args>(args)...);
  }

 private:
  static bool is_large(std::size_t count) { return count >= (std::size_t{1} << 22) / sizeof(T); }
};

/// A vector whose constructor and `resize` do not set the new elements.
template <class T>
using UninitializedVector = std::vector<T, UninitializedAllocator<T>>;

}  // namespace brenier
