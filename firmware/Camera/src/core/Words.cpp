#include "Words.h"

namespace camrelay {

Charset charsetOf(uint8_t number) {
  return number <= 2 ? static_cast<Charset>(number) : Charset::ASCII;
}

Trigger triggerOf(uint8_t number) {
  return number <= 5 ? static_cast<Trigger>(number) : Trigger::OTHER;
}

Urgency urgencyOf(uint8_t number) {
  return number <= 2 ? static_cast<Urgency>(number) : Urgency::NORMAL;
}

ResetReason resetReasonOf(uint8_t number) {
  return number <= 7 ? static_cast<ResetReason>(number) : ResetReason::UNKNOWN;
}

LogLevel logLevelOf(uint8_t number) {
  return number <= 3 ? static_cast<LogLevel>(number) : LogLevel::INFO;
}

Promise promiseOf(uint8_t number) {
  return number >= 1 && number <= 2 ? static_cast<Promise>(number) : Promise::THIS_DISK;
}

StageKind stageKindOf(uint8_t number) {
  return number <= 5 ? static_cast<StageKind>(number) : StageKind::OTHER;
}

AnswerStatus answerStatusOf(uint8_t number) {
  return number <= 1 ? static_cast<AnswerStatus>(number) : AnswerStatus::CUT;
}

const char* word(Charset charset) {
  switch (charset) {
    case Charset::ASCII:
      return "ASCII";
    case Charset::LATIN_1:
      return "LATIN_1";
    case Charset::UTF_8:
      return "UTF_8";
  }
  return "";
}

const char* word(Trigger trigger) {
  switch (trigger) {
    case Trigger::TOUCH:
      return "TOUCH";
    case Trigger::BUTTON:
      return "BUTTON";
    case Trigger::SERIAL_LINE:
      return "SERIAL";
    case Trigger::TIMER:
      return "TIMER";
    case Trigger::REMOTE:
      return "REMOTE";
    case Trigger::OTHER:
      return "OTHER";
  }
  return "";
}

const char* word(Urgency urgency) {
  switch (urgency) {
    case Urgency::NORMAL:
      return "NORMAL";
    case Urgency::LOW_:
      return "LOW";
    case Urgency::HIGH_:
      return "HIGH";
  }
  return "";
}

const char* word(ResetReason reason) {
  switch (reason) {
    case ResetReason::UNKNOWN:
      return "UNKNOWN";
    case ResetReason::POWER_ON:
      return "POWER_ON";
    case ResetReason::SOFTWARE:
      return "SOFTWARE";
    case ResetReason::PANIC:
      return "PANIC";
    case ResetReason::WATCHDOG:
      return "WATCHDOG";
    case ResetReason::BROWNOUT:
      return "BROWNOUT";
    case ResetReason::DEEP_SLEEP:
      return "DEEP_SLEEP";
    case ResetReason::EXTERNAL_:
      return "EXTERNAL";
  }
  return "";
}

const char* word(LogLevel level) {
  switch (level) {
    case LogLevel::DEBUG:
      return "DEBUG";
    case LogLevel::INFO:
      return "INFO";
    case LogLevel::WARN:
      return "WARN";
    case LogLevel::ERROR:
      return "ERROR";
  }
  return "";
}

const char* word(Promise promise) {
  switch (promise) {
    case Promise::THIS_DISK:
      return "THIS_DISK";
    case Promise::CLUSTER:
      return "CLUSTER";
  }
  return "";
}

const char* word(StageKind stage) {
  switch (stage) {
    case StageKind::OTHER:
      return "OTHER";
    case StageKind::CHECKED:
      return "CHECKED";
    case StageKind::QUEUED:
      return "QUEUED";
    case StageKind::ASKING:
      return "ASKING";
    case StageKind::RETRYING:
      return "RETRYING";
    case StageKind::BUSY:
      return "BUSY";
  }
  return "";
}

const char* word(AnswerStatus status) {
  switch (status) {
    case AnswerStatus::COMPLETE:
      return "COMPLETE";
    case AnswerStatus::CUT:
      return "CUT";
  }
  return "";
}

}  // namespace camrelay
