#pragma once

#include <stdint.h>

namespace camrelay {

/** Time since the board started, and chance. May be asked by any task. */
class Clock {
 public:
  virtual ~Clock() = default;

  /** Milliseconds since the board started; never goes back, never wraps. */
  virtual int64_t millis() = 0;

  /** 32 bits that nobody can guess. */
  virtual uint32_t random() = 0;
};

}  // namespace camrelay
