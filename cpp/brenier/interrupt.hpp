// How a long computation learns that its caller wants it to stop.
#pragma once

#include <functional>

namespace brenier {

/// Called now and then, a few times a second at least, from the caller's thread; throws to stop the
/// computation. May be empty.
using CheckInterrupt = std::function<void()>;

inline void check(const CheckInterrupt& interrupt) {
  if (interrupt) interrupt();
}

/// For loops whose turns are too short for a check in each: one in every few of its calls checks.
class OccasionalCheck {
 public:
  /// Keeps a view of the interrupt, which has to live as long.
  explicit OccasionalCheck(const CheckInterrupt& interrupt) : interrupt_(&interrupt) {}

  void operator()() {
    constexpr unsigned kFew = 128;
    if (++calls_ % kFew == 0) check(*interrupt_);
  }

 private:
  const CheckInterrupt* interrupt_;
  unsigned calls_ = 0;
};

}  // namespace brenier
