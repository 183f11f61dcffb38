#include "Orders.h"

namespace camrelay {

void Orders::interval(uint32_t seconds, int64_t now) {
  int64_t millis = static_cast<int64_t>(seconds) * 1000;
  if (millis != interval_) {
    interval_ = millis;
    photoAt_ = millis == 0 ? NEVER : now + millis;
  }
}

void Orders::wantPhoto(int64_t now) {
  if (now >= photoAt_) {
    photoAt_ = now + interval_;
    listener_.photoWanted(Trigger::TIMER, Text{"", 0});
  }
}

void Orders::reboot(uint32_t delayMillis, int64_t now) {
  rebootAt_ = now + delayMillis;
  if (rebootAt_ < noRebootBefore_) {
    rebootAt_ = noRebootBefore_;
  }
  const int64_t wait = rebootAt_ - now;
  listener_.rebootWanted(wait < Limits::UNKNOWN ? static_cast<uint32_t>(wait) : Limits::UNKNOWN);
}

bool Orders::takeReboot(bool quiet, bool safe, int64_t now) {
  if (now < rebootAt_) {
    return false;
  }
  int64_t waited = now - rebootAt_;
  bool due = safe && (quiet || waited >= REBOOT_PATIENCE);
  if (!due && waited < LONGEST_REBOOT_PATIENCE) {
    return false;
  }
  rebootAt_ = NEVER;
  return true;
}

}  // namespace camrelay
