// Large arrays of which every element will be written, by several threads maybe: filling them with
// zeros first would cost as much again.
#pragma once

#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace brenier {

/// An allocator whose elements hold whatever was in memory until they are assigned.
template <class T>
struct UninitializedAllocator : std::allocator<T> {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

  template <class U>
  struct rebind {
    using other = UninitializedAllocator<U>;
  };
  void construct(T*) noexcept {}
  template <class... Args>
  void construct(T* at, Args&&... args) {
    std::construct_at(at, std::forward<Args>(args)...);
  }
};

/// A vector whose constructor and `resize` do not set the new elements.
template <class T>
using UninitializedVector = std::vector<T, UninitializedAllocator<T>>;

}  // namespace brenier
