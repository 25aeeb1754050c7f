#include <CGAL/assertions.h>
#include <CGAL/assertions_behaviour.h>
#include <doctest/doctest.h>

#include <type_traits>

#include "brenier/error.hpp"
#include "brenier/parallel.hpp"

namespace brenier {
namespace {

// The bindings raise ValueError for std::invalid_argument, MemoryError for std::bad_alloc, and
// RuntimeError for any other std::exception.
static_assert(std::is_base_of_v<std::invalid_argument, InvalidArgument>);
static_assert(std::is_base_of_v<std::exception, NumericalError>);
static_assert(!std::is_base_of_v<std::invalid_argument, NumericalError>);

TEST_CASE("what CGAL finds wrong is an exception - in any thread, and nothing aborts") {
  const auto silent = [](const char*, const char*, const char*, int, const char*) {};
  CGAL::Failure_function const loud = CGAL::set_error_handler(silent);
  CHECK_THROWS_AS(CGAL::assertion_fail("1 == 2", __FILE__, __LINE__, ""), std::exception);
  CHECK_THROWS_AS(CGAL::precondition_fail("1 == 2", __FILE__, __LINE__, ""), std::exception);
  for (const int workers : {1, 3}) {
    const auto fail = [&] {
      parallel_for(workers, 100, [](Index k) {
        if (k == 50) CGAL::assertion_fail("k != 50", __FILE__, __LINE__, "");
      });
    };
    CHECK_THROWS_AS(fail(), std::exception);
  }
  CGAL::set_error_handler(loud);
}

TEST_CASE("what is no std::exception passes through threads too") {
  for (const int workers : {1, 3}) {
    CHECK_THROWS_AS(parallel_for(workers, 100, [](Index k) { throw k; }), Index);
  }
}

}  // namespace
}  // namespace brenier
