#pragma once

#include "Clock.h"

namespace camrelay {

/** Time that stands still until the test moves it, and chance that repeats. */
class FakeClock : public Clock {
 public:
  explicit FakeClock(uint32_t seed = 1) : seed_(seed) {}

  int64_t millis() override { return now; }

  uint32_t random() override {
    seed_ = seed_ * 1664525u + 1013904223u;
    return seed_ ^ seed_ >> 15;
  }

  int64_t now = 0;

 private:
  uint32_t seed_;
};

}  // namespace camrelay
