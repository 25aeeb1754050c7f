// A thread that is waited for where its owner ends: std::jthread, which not every library has
// (Apple's has none before Xcode 26), without its way to ask a thread to stop.
#pragma once

#include <thread>
#include <utility>

namespace brenier {

class JoiningThread {
 public:
  template <class Run>
  explicit JoiningThread(Run&& run) : thread_(std::forward<Run>(run)) {}
  ~JoiningThread() { join(); }
  JoiningThread(JoiningThread&&) noexcept = default;
  JoiningThread& operator=(JoiningThread&& other) noexcept {
    join();
    thread_ = std::move(other.thread_);
    return *this;
  }

 private:
  void join() {
    if (thread_.joinable()) thread_.join();
  }

  std::thread thread_;
};

}  // namespace brenier
