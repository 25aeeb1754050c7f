// Threads that start with a call and end with it. Nothing is shared between calls, so forking is safe.
#pragma once

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "brenier/types.hpp"

namespace brenier {

/// The number of threads that `workers` asks for: -1 is one per processor.
inline int thread_count(int workers) {
  if (workers >= 1) return workers;
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

/// Starts run(1), …, run(count), each on a thread of its own; fewer if the system gives no more. It throws
/// before the first one runs or not at all.
template <class Run>
std::vector<std::jthread> start_threads(int count, const Run& run) {
  std::vector<std::jthread> threads;
  threads.reserve(count);
  try {
    for (int k = 1; k <= count; ++k) threads.emplace_back(run, k);
  } catch (const std::exception&) {
    // No thread or no memory for one: those that are there do all the work, to the same bits.
  }
  return threads;
}

/// Calls task(k) for k = 0 … count - 1, in any order, on `workers` threads including the caller's.
/// Tasks must be independent of each other; the first exception of any of them is thrown on.
template <class Task>
void parallel_for(int workers, Index count, Task&& task) {
  const int threads = std::min<int>(thread_count(workers), count);
  if (threads <= 1) {
    for (Index k = 0; k < count; ++k) task(k);
    return;
  }
  std::atomic<Index> next{0};
  std::exception_ptr failure;
  std::mutex failure_lock;
  const auto run = [&](int) {
    try {
      for (Index k = next++; k < count; k = next++) task(k);
    } catch (...) {
      const std::lock_guard guard(failure_lock);
      if (!failure) failure = std::current_exception();
      next = count;
    }
  };
  {
    const std::vector<std::jthread> helpers = start_threads(threads - 1, run);
    run(0);
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace brenier
