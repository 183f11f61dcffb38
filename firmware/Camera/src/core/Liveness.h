#pragma once

#include <stdint.h>

#include "Limits.h"

namespace camrelay {

/** Who is silent, and when to ask: section 7 of protocol/SPEC.md. Times in milliseconds. */
class Liveness {
 public:
  Liveness() : heartbeat_(0), lastHeard_(0), pings_(0) {}

  /** A connection has come about, or its heartbeat was agreed. */
  void begin(uint16_t heartbeatSeconds, int64_t now) {
    heartbeat_ = static_cast<int64_t>(heartbeatSeconds) * 1000;
    heard(now);
  }

  /** Any byte has come. */
  void heard(int64_t now) {
    lastHeard_ = now;
    pings_ = 0;
  }

  bool pingDue(int64_t now) const { return now >= pingAt(); }
  void pinged() { pings_++; }
  bool silent(int64_t now) const { return now >= silentAt(); }

  /** When the next ping is due. */
  int64_t pingAt() const { return lastHeard_ + (pings_ + 1) * heartbeat_; }

  /** When the other side is gone, if it stays silent. */
  int64_t silentAt() const { return lastHeard_ + heartbeat_ * Limits::SILENCE_HALVES / 2; }

 private:
  int64_t heartbeat_;
  int64_t lastHeard_;
  /** Pings sent since something was heard. */
  int64_t pings_;
};

}  // namespace camrelay
