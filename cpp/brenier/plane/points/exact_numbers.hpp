// Memory for CGAL's exact numbers, which do not survive the lack of it.
#pragma once

#include <cstddef>
#include <new>

namespace brenier {

/// To be called before a predicate of CGAL: throws std::bad_alloc unless there is several times the
/// memory that its numbers may take. They are not made for `new` to throw, which would have them
/// destroyed before they are there (CGAL 5 and 6, Mpzf).
inline void require_memory_for_exact_numbers() {
  constexpr std::size_t kPlenty = std::size_t{1} << 14;
  ::operator delete(::operator new(kPlenty));
}

}  // namespace brenier
