// Threads that live as long as one call, for work of many short parallel steps.
#pragma once

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "brenier/joining_thread.hpp"
#include "brenier/parallel.hpp"

namespace brenier {

/// Like parallel_for, without its start of threads at each step: helpers sleep between steps. They
/// end with the object, which is to be a local variable, so that a process may fork between calls.
class ThreadTeam {
 public:
  explicit ThreadTeam(int workers)
      : helpers_(start_threads(thread_count(workers) - 1, [this](int k) { help(k); })) {}
  ~ThreadTeam() {
    done_ = true;
    ++step_;
    step_.notify_all();
  }
  ThreadTeam(const ThreadTeam&) = delete;
  ThreadTeam& operator=(const ThreadTeam&) = delete;

  /// With the calling thread.
  int size() const { return static_cast<int>(helpers_.size()) + 1; }

  /// Calls task(k, worker) for k = 0 … count - 1, in any order, worker < size(). Tasks must be
  /// independent of each other; the first exception of any of them is thrown on.
  template <class Task>
  void run(Index count, Task&& task) {
    if (helpers_.empty() || count < 2) {
      for (Index k = 0; k < count; ++k) task(k, 0);
      return;
    }
    const auto share = [&](int worker) {
      try {
        for (Index k = next_++; k < count; k = next_++) task(k, worker);
      } catch (...) {
        const std::lock_guard guard(failure_lock_);
        if (!failure_) failure_ = std::current_exception();
        next_ = count;
      }
    };
    using Share = decltype(share);
    context_ = &share;
    call_ = [](const void* context, int worker) { (*static_cast<const Share*>(context))(worker); };
    next_ = 0;
    busy_ = size() - 1;
    ++step_;
    step_.notify_all();
    share(0);
    for (int left = busy_; left > 0; left = busy_) wait_while(busy_, left);
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  }

 private:
  void help(int worker) {
    for (int seen = 0;;) {
      wait_while(step_, seen);
      ++seen;
      if (done_) return;
      call_(context_, worker);
      if (--busy_ == 0) busy_.notify_one();
    }
  }

  /// Awake for some microseconds, as most steps follow each other closely; then asleep.
  static void wait_while(const std::atomic<int>& value, int old) {
    constexpr int kLooks = 2000;
    for (int k = 0; k < kLooks; ++k) {
      if (value.load(std::memory_order_acquire) != old) return;
    }
    value.wait(old);
  }

  std::atomic<int> step_{0};
  std::atomic<int> busy_{0};
  std::atomic<Index> next_{0};
  std::atomic<bool> done_{false};
  const void* context_ = nullptr;
  void (*call_)(const void*, int) = nullptr;
  std::mutex failure_lock_;
  std::exception_ptr failure_;
  // Last: started when the rest is there, joined before it goes.
  std::vector<JoiningThread> helpers_;
};

}  // namespace brenier
