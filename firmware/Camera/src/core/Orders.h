#pragma once

#include <stdint.h>

#include "Message.h"
#include "SessionListener.h"

namespace camrelay {

/**
 * What the operator wants of the camera at some time: a restart, and a photo each so often. Section
 * 14 of protocol/SPEC.md. Times in milliseconds. Belongs to the session.
 */
class Orders {
 public:
  /** A time that never comes. */
  static constexpr int64_t NEVER = INT64_MAX;
  /** How long a restart waits for what is under way, where all of it survives a restart. */
  static constexpr int64_t REBOOT_PATIENCE = 60 * 1000;
  /** How long a restart waits for photos that would be lost by it. */
  static constexpr int64_t LONGEST_REBOOT_PATIENCE = 5 * 60 * 1000;

  explicit Orders(SessionListener& listener)
      : listener_(listener), rebootAt_(NEVER), noRebootBefore_(0), interval_(0), photoAt_(NEVER) {}

  /** The profile's interval in seconds; 0 for none. */
  void interval(uint32_t seconds, int64_t now);

  /** Asks for a photo when the interval has passed. */
  void wantPhoto(int64_t now);

  void reboot(uint32_t delayMillis, int64_t now);

  /** A restart that is wanted sooner waits until then. */
  void noRebootBefore(int64_t at) { noRebootBefore_ = at; }

  /**
   * True, once, when it is time to restart.
   *
   * @param quiet nothing is under way
   * @param safe all that waits survives a restart
   */
  bool takeReboot(bool quiet, bool safe, int64_t now);

  /** When the interval wants the next photo; NEVER where there is none. */
  int64_t photoAt() const { return photoAt_; }

 private:
  SessionListener& listener_;
  /** When the board is to restart, at the earliest. */
  int64_t rebootAt_;
  int64_t noRebootBefore_;
  /** 0: none. */
  int64_t interval_;
  int64_t photoAt_;
};

}  // namespace camrelay
