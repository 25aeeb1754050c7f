#include "brenier/parallel.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

#include "brenier/uninitialized.hpp"

namespace brenier {
namespace {

TEST_CASE("every task is done once - for any number of workers") {
  for (const int workers : {-1, 1, 2, 3, 8}) {
    for (const Index count : {0, 1, 2, 7, 1000}) {
      std::vector<std::atomic<int>> done(count);
      parallel_for(workers, count, [&](Index k) { ++done[k]; });
      int wrong = 0;
      for (const std::atomic<int>& times : done) wrong += times != 1;
      CHECK(wrong == 0);
    }
  }
}

TEST_CASE("two workers work at the same time - one of them the caller") {
  std::atomic<int> arrived{0};
  std::vector<std::thread::id> ids(2);
  parallel_for(2, 2, [&](Index k) {
    ids[k] = std::this_thread::get_id();
    ++arrived;
    while (arrived < 2) std::this_thread::yield();  // would wait for ever for a single thread
  });
  CHECK(ids[0] != ids[1]);
  CHECK((ids[0] == std::this_thread::get_id() || ids[1] == std::this_thread::get_id()));
}

TEST_CASE("one worker is the caller - and goes in order") {
  std::vector<Index> order;
  parallel_for(1, 5, [&](Index k) { order.push_back(k); });
  CHECK(order == std::vector<Index>{0, 1, 2, 3, 4});
}

TEST_CASE("an exception of a task is thrown on - and stops the rest") {
  for (const int workers : {1, 4}) {
    std::atomic<int> done{0};
    const auto run = [&] {
      parallel_for(workers, 1000000, [&](Index k) {
        if (k == 10) throw std::runtime_error("task 10");
        ++done;
      });
    };
    CHECK_THROWS_WITH_AS(run(), "task 10", std::runtime_error);
    CHECK(done < 1000000 - 1);
  }
}

TEST_CASE(
    "an interruption is asked for between tasks, and within those that ask - by the caller alone") {
  for (const int workers : {1, 4}) {
    const std::thread::id caller = std::this_thread::get_id();
    std::atomic<int> asked{0}, strangers{0}, done{0};
    const CheckInterrupt interrupt = [&] {
      strangers += std::this_thread::get_id() != caller;
      if (++asked == 100) throw std::runtime_error("enough");
    };
    const auto long_task = [&](Index, const CheckInterrupt& here) {
      ++done;
      while (asked < 100) check(here);  // only the caller's thread asks
      while (true) check(here);         // the others hear that it has been stopped
    };
    CHECK_THROWS_WITH_AS(parallel_for(workers, 50, long_task, interrupt), "enough",
                         std::runtime_error);
    CHECK(done <= workers);
    asked = 0;
    done = 0;
    const auto short_task = [&](Index) { ++done; };
    CHECK_THROWS_WITH_AS(parallel_for(workers, 100000000, short_task, interrupt), "enough",
                         std::runtime_error);
    CHECK(done < 100000000);
    CHECK(strangers == 0);
  }
}

TEST_CASE("an uninitialised vector keeps what is written to it - be it small or large") {
  for (const std::size_t size : {0u, 1u, 1000u, (1u << 19) - 1u, 1u << 19, 3000000u}) {
    UninitializedVector<double> numbers(size);
    parallel_for(3, static_cast<Index>(size), [&](Index k) { numbers[k] = k; });
    numbers.push_back(-1.0);
    const UninitializedVector<double> copy = numbers;
    UninitializedVector<double> moved = std::move(numbers);
    std::size_t wrong = copy.size() != size + 1 || moved != copy || copy.back() != -1.0;
    for (std::size_t k = 0; k < size; ++k) wrong += copy[k] != static_cast<double>(k);
    CHECK(wrong == 0);
  }
}

TEST_CASE("threads are numbered from 1 on - as many as there are") {
  for (const int count : {0, 1, 3, 16}) {
    std::vector<std::atomic<int>> runs(count + 2);
    std::size_t started = 0;
    {
      const auto threads = start_threads(count, [&](int number) { ++runs.at(number); });
      started = threads.size();
    }
    CHECK(started <= static_cast<std::size_t>(count));
    int wrong = 0;
    for (std::size_t k = 0; k < runs.size(); ++k) wrong += runs[k] != (1 <= k && k <= started);
    CHECK(wrong == 0);
  }
}

TEST_CASE("a thread is waited for - where its owner ends, and where another takes its place") {
  std::atomic<int> done{0};
  const auto slow = [&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    ++done;
  };
  {
    JoiningThread first(slow);
    JoiningThread moved = std::move(first);
    moved = JoiningThread(slow);
    CHECK(done >= 1);
  }
  CHECK(done == 2);
}

TEST_CASE("thread_count: -1 is one per processor") {
  CHECK(thread_count(1) == 1);
  CHECK(thread_count(3) == 3);
  CHECK(thread_count(-1) == std::max(1, static_cast<int>(std::thread::hardware_concurrency())));
}

}  // namespace
}  // namespace brenier
