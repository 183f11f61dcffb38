#pragma once

#include "../core/Clock.h"

namespace camrelay {

/** The chip's timer and its source of noise, which is a good one while the radio is on. */
class EspClock : public Clock {
 public:
  int64_t millis() override;
  uint32_t random() override;
};

}  // namespace camrelay
