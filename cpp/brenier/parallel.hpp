// Threads that start with a call and end with it. Nothing is shared between calls, so forking is
// safe.
#pragma once

#include <atomic>
#include <exception>
#include <latch>
#include <mutex>
#include <thread>
#include <type_traits>
#include <vector>

#include "brenier/index.hpp"
#include "brenier/interrupt.hpp"
#include "brenier/joining_thread.hpp"
#include "brenier/ready_to_throw.hpp"

namespace brenier {

/// The number of threads that `workers` asks for: -1 is one per processor.
inline int thread_count(int workers) {
  if (workers >= 1) return workers;
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

/// Starts run(1), run(2), …, each on a thread of its own: `count`, or as many as the system has
/// room for. It throws before the first one runs or not at all.
template <class Run>
std::vector<JoiningThread> start_threads(int count, const Run& run) {
  std::vector<JoiningThread> threads;
  threads.reserve(count);
  std::vector<char> is_ready(count, false);
  int ready = 0;
  std::mutex one_by_one;
  std::latch undecided(count);
  const auto numbered = [&](int thread) {
    const std::lock_guard guard(one_by_one);
    is_ready[thread] = ready_to_throw();
    return is_ready[thread] ? ++ready : 0;
  };
  try {
    for (int k = 0; k < count; ++k) {
      threads.emplace_back([&, run, k] {
        const int number = numbered(k);
        undecided.count_down();
        if (number > 0) run(number);
      });
    }
  } catch (const std::exception&) {
    // No thread or no memory for one: those that are there do all the work, to the same bits.
  }
  const int started = static_cast<int>(threads.size());
  undecided.count_down(count - started);
  undecided.wait();
  for (int k = started - 1; k >= 0; --k) {
    if (!is_ready[k]) threads.erase(threads.begin() + k);
  }
  return threads;
}

/// Calls task(k) for k = 0 … count - 1, in any order, on `workers` threads including the caller's.
/// Tasks must be independent of each other; the first exception of any of them is thrown on. Before
/// each task there is a check for an interruption; a long one may take a second argument, a
/// CheckInterrupt for the thread that it is on, to check by itself.
template <class Task>
void parallel_for(int workers, Index count, Task&& task, const CheckInterrupt& interrupt = {}) {
  const auto run_one = [&](Index k, const CheckInterrupt& here) {
    check(here);
    if constexpr (std::is_invocable_v<Task&, Index, const CheckInterrupt&>) {
      task(k, here);
    } else {
      task(k);
    }
  };
  const int threads = std::min<int>(thread_count(workers), count);
  if (threads <= 1) {
    for (Index k = 0; k < count; ++k) run_one(k, interrupt);
    return;
  }
  struct Abandoned {};
  std::atomic<Index> next{0};
  std::atomic<bool> has_failed{false};
  std::exception_ptr failure;
  std::mutex failure_lock;
  const auto run = [&](const CheckInterrupt& here) {
    try {
      for (Index k = next++; k < count; k = next++) run_one(k, here);
    } catch (...) {
      const std::lock_guard guard(failure_lock);
      if (!failure) failure = std::current_exception();
      has_failed = true;
      next = count;
    }
  };
  {
    const CheckInterrupt of_helpers = [&] {
      if (has_failed) throw Abandoned{};  // by now, what has failed is known
    };
    const CheckInterrupt of_caller = [&] {
      of_helpers();
      check(interrupt);
    };
    const auto run_on = [&](int thread) { run(thread == 0 ? of_caller : of_helpers); };
    const std::vector<JoiningThread> helpers = start_threads(threads - 1, run_on);
    run_on(0);
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace brenier
