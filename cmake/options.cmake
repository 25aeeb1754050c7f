# What holds for every target of ours, and for nothing of others. Never -ffast-math, and no fused
# multiply-add that the source does not ask for: exact predicates and error-free sums rely on IEEE
# arithmetic (CGAL::CGAL brings -frounding-math), and results are the same on every processor.
add_library(brenier_options INTERFACE)
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  target_compile_options(brenier_options INTERFACE -ffp-contract=off -Wall -Wextra -Wpedantic
                                                   -Wshadow -Wconversion -Wno-sign-conversion)
  if(BRENIER_NATIVE)
    target_compile_options(brenier_options INTERFACE -march=native)
  endif()
endif()
