#pragma once

#include <stdint.h>

namespace camrelay {

// The enumerations of camrelay/1, section 5 of protocol/SPEC.md. The function named for one reads a
// number, and takes one that is not listed as the one marked "else".

enum class Charset : uint8_t { ASCII = 0, LATIN_1 = 1, UTF_8 = 2 };
enum class Trigger : uint8_t {
  TOUCH = 0,
  BUTTON = 1,
  SERIAL_LINE = 2,
  TIMER = 3,
  REMOTE = 4,
  OTHER = 5
};
// Arduino.h has macros with the names LOW, HIGH, SERIAL and EXTERNAL.
enum class Urgency : uint8_t { NORMAL = 0, LOW_ = 1, HIGH_ = 2 };
enum class ResetReason : uint8_t {
  UNKNOWN = 0,
  POWER_ON = 1,
  SOFTWARE = 2,
  PANIC = 3,
  WATCHDOG = 4,
  BROWNOUT = 5,
  DEEP_SLEEP = 6,
  EXTERNAL_ = 7
};
enum class LogLevel : uint8_t { DEBUG = 0, INFO = 1, WARN = 2, ERROR = 3 };
enum class Promise : uint8_t { THIS_DISK = 1, CLUSTER = 2 };
enum class StageKind : uint8_t {
  OTHER = 0,
  CHECKED = 1,
  QUEUED = 2,
  ASKING = 3,
  RETRYING = 4,
  BUSY = 5
};
enum class AnswerStatus : uint8_t { COMPLETE = 0, CUT = 1 };

Charset charsetOf(uint8_t number);
Trigger triggerOf(uint8_t number);
Urgency urgencyOf(uint8_t number);
ResetReason resetReasonOf(uint8_t number);
LogLevel logLevelOf(uint8_t number);
Promise promiseOf(uint8_t number);
StageKind stageKindOf(uint8_t number);
AnswerStatus answerStatusOf(uint8_t number);

// The words of the specification; for all of them 0-ended and in the flash.
const char* word(Charset charset);
const char* word(Trigger trigger);
const char* word(Urgency urgency);
const char* word(ResetReason reason);
const char* word(LogLevel level);
const char* word(Promise promise);
const char* word(StageKind stage);
const char* word(AnswerStatus status);

/** Bits of HELLO's abilities. */
namespace Ability {
constexpr uint32_t CAPTURE_NOW = 1u << 0;
constexpr uint32_t REBOOT = 1u << 1;
constexpr uint32_t NOTICE = 1u << 2;
constexpr uint32_t TOKEN = 1u << 3;
constexpr uint32_t PROFILE = 1u << 4;
constexpr uint32_t CARD = 1u << 5;
constexpr uint32_t ALL = 0x3F;
}  // namespace Ability

}  // namespace camrelay
