#include <doctest/doctest.h>

#include <stdexcept>

#include "brenier/thread_team.hpp"

namespace brenier {
namespace {

TEST_CASE("a team calls every task of every step exactly once") {
  for (const int workers : {1, 2, 5}) {
    ThreadTeam team(workers);
    CHECK(team.size() == workers);
    std::vector<int> calls(100, 0);
    int misplaced = 0;
    for (Index step = 0; step < 2000; ++step) {
      const Index count = step % 101;
      team.run(count, [&](Index k, int worker) { calls[k] += worker < team.size() ? 1 : 1000; });
      for (Index k = 0; k < 100; ++k) misplaced += calls[k] != (k < count ? 1 : 0);
      std::fill(calls.begin(), calls.end(), 0);
    }
    CHECK(misplaced == 0);
  }
}

TEST_CASE("a team throws a task's exception on - and works on after it") {
  ThreadTeam team(3);
  const auto fail = [&] {
    team.run(50, [](Index k, int) {
      if (k == 7) throw std::runtime_error("task 7");
    });
  };
  CHECK_THROWS_WITH_AS(fail(), "task 7", std::runtime_error);
  std::vector<int> calls(50, 0);
  team.run(50, [&](Index k, int) { ++calls[k]; });
  CHECK(calls == std::vector<int>(50, 1));
}

}  // namespace
}  // namespace brenier
