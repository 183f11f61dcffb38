#pragma once

#include "Clock.h"

namespace camrelay {

/** Time that stands still until the test moves it, and chance that repeats. */
class FakeClock : public Clock {
 public:
  explicit FakeClock(uint32_t seed = 1, int64_t from = 0) : now(from), seed_(seed) {}

  int64_t millis() override { return now; }

  uint32_t random() override {
    if (fixedRandom >= 0) {
      return static_cast<uint32_t>(fixedRandom);
    }
    seed_ = seed_ * 1664525u + 1013904223u;
    return seed_ ^ seed_ >> 15;
  }

  int64_t now;
  /** What random() says each time; negative: another number each time. */
  int64_t fixedRandom = -1;

 private:
  uint32_t seed_;
};

}  // namespace camrelay
