#pragma once

#include "Clock.h"
#include "Message.h"
#include "SessionListener.h"
#include "Shot.h"

namespace camrelay {

/** What HELLO says, and the device's own bounds. Strings live as long as the session. */
struct SessionSettings {
  const char* device;
  /** Up to Limits::MAX_TOKEN bytes; TOKEN from the relay takes its place. */
  const char* token;
  const char* firmware;
  const char* board;
  uint64_t epoch;
  uint16_t heartbeatSeconds;
  uint32_t answerBuffer;
  Charset charset;
  uint32_t abilities;
  uint32_t statusEveryMillis;
};

}  // namespace camrelay
