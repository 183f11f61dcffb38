#pragma once

#include <stdint.h>

#include "Message.h"

namespace camrelay {

/** The captures that have ended last, so that an end which comes again is not shown again. */
class KnownEnds {
 public:
  /** How many are remembered; beyond it the oldest is forgotten. */
  static constexpr uint8_t MAX = 64;

  KnownEnds() : count_(0), next_(0) {}

  bool contains(const CaptureId& capture) const {
    for (uint8_t i = 0; i < count_; i++) {
      if (ends_[i] == capture) {
        return true;
      }
    }
    return false;
  }

  void add(const CaptureId& capture) {
    if (contains(capture)) {
      return;
    }
    ends_[next_] = capture;
    next_ = static_cast<uint8_t>((next_ + 1) % MAX);
    if (count_ < MAX) {
      count_++;
    }
  }

 private:
  CaptureId ends_[MAX];
  uint8_t count_;
  /** Where the next one goes: over the oldest, once all places are taken. */
  uint8_t next_;
};

}  // namespace camrelay
