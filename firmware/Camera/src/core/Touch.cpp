#include "Touch.h"

#include <inttypes.h>
#include <stdio.h>

namespace camrelay {

namespace {

uint32_t distance(uint32_t a, uint32_t b) { return a > b ? a - b : b - a; }

}  // namespace

Touch::Touch(uint32_t threshold, uint16_t holdMillis, bool falls, bool button)
    : setThreshold_(button ? 1 : threshold),
      holdMillis_(holdMillis),
      falls_(falls && !button),
      button_(button),
      readings_(),
      calibrated_(button) {
  level();
}

bool Touch::sound(uint32_t reading) const {
  if (button_) {
    return reading <= 1;
  }
  return reading != 0 && reading < ABSURD;
}

/** Whether a reading speaks for a touch as much as the level does, or more. */
bool Touch::beyond(uint32_t reading, uint32_t level) const {
  return falls_ ? reading <= level : reading >= level;
}

/** The level, moved towards a touch. */
uint32_t Touch::moved(uint32_t level, uint32_t by) const {
  if (!falls_) {
    return level + by;
  }
  return level > by ? level - by : 0;
}

void Touch::calibrate(uint32_t reading) {
  if (calibrated_ || !sound(reading)) {
    return;
  }
  uint8_t place = count_;
  while (place > 0 && readings_[place - 1] > reading) {
    readings_[place] = readings_[place - 1];
    place--;
  }
  readings_[place] = reading;
  if (++count_ < CALIBRATION_READINGS) {
    return;
  }
  count_ = 0;
  if (!steady() && ++attempts_ < CALIBRATION_ATTEMPTS) {
    return;
  }
  attempts_ = 0;
  baseline_ = readings_[CALIBRATION_READINGS / 2];
  calibrated_ = true;
  changes_ = 0;
  belowSince_ = -1;
  level();
  // A pad that reads as touched now has to be released before its first press.
  state_ = beyond(baseline_, threshold_) ? State::PRESSED : State::UNTOUCHED;
}

/** Whether no finger came or went while the readings were taken; one outlier is no finger. */
bool Touch::steady() const {
  uint32_t spread = readings_[CALIBRATION_READINGS - 2] - readings_[1];
  return spread <= readings_[CALIBRATION_READINGS / 2] / 8;
}

/** Takes the levels from the baseline. */
void Touch::level() {
  uint32_t rise = falls_ ? baseline_ - baseline_ * 10 / 13 : (baseline_ * 3 + 9) / 10;
  threshold_ = setThreshold_ != 0 ? setThreshold_ : moved(baseline_, rise);
  if (beyond(baseline_, threshold_)) {
    release_ = threshold_;  // the set threshold is no use here; describe() says so
    return;
  }
  release_ = moved(baseline_, (distance(threshold_, baseline_) * 2 + 2) / 3);
}

void Touch::recalibrate() {
  calibrated_ = false;
  count_ = 0;
  attempts_ = 0;
  state_ = State::UNTOUCHED;
  tellStuck();
}

void Touch::tellStuck() {
  stuck_ = stuck_ || !told_;
  told_ = true;
}

bool Touch::stuck() {
  bool was = stuck_;
  stuck_ = false;
  return was;
}

bool Touch::poll(uint32_t reading, int64_t now) {
  last_ = reading;
  if (!sound(reading)) {
    return false;
  }
  if (!calibrated_) {
    calibrate(reading);
    since_ = now;
    polledAt_ = now;
    driftedAt_ = now;
    return false;
  }
  bool gap = now - polledAt_ > MAX_GAP_MILLIS;
  polledAt_ = now;
  if (state_ == State::UNTOUCHED) {
    if (!beyond(reading, threshold_)) {
      changes_ = 0;
      settle(reading, now);
      return false;
    }
    belowSince_ = -1;
    if (changes_ == 0 || gap) {
      changes_ = 0;
      since_ = now;
    }
    if (++changes_ < DEBOUNCE_READINGS) {
      return false;
    }
    state_ = State::TOUCHED;
    changes_ = 0;
    return hold(now);
  }
  if (!beyond(reading, release_)) {
    if (++changes_ >= DEBOUNCE_READINGS) {
      state_ = State::UNTOUCHED;
      changes_ = 0;
    }
    return false;
  }
  changes_ = 0;
  if (gap && state_ == State::TOUCHED) {
    since_ = now;
  }
  return hold(now);
}

/** A finger is on the pad. */
bool Touch::hold(int64_t now) {
  if (now - since_ >= STUCK_MILLIS) {
    if (button_) {
      tellStuck();
    } else {
      recalibrate();
    }
    return false;
  }
  if (state_ == State::TOUCHED && now - since_ >= holdMillis_) {
    state_ = State::PRESSED;
    return true;
  }
  return false;
}

/** No finger is on the pad: the baseline follows it. */
void Touch::settle(uint32_t reading, int64_t now) {
  told_ = false;
  if (button_) {
    return;
  }
  uint32_t rise = distance(threshold_, baseline_);
  bool farSide = !beyond(reading, baseline_) && distance(reading, baseline_) > rise / 2;
  if (!farSide) {
    belowSince_ = -1;
    drift(reading, now);
    return;
  }
  if (belowSince_ < 0) {
    belowSince_ = now;
  } else if (now - belowSince_ >= BELOW_MILLIS) {
    recalibrate();
  }
}

void Touch::drift(uint32_t reading, int64_t now) {
  if (now - driftedAt_ < DRIFT_MILLIS || beyond(reading, release_)) {
    return;
  }
  driftedAt_ = now;
  uint32_t most = baseline_ / DRIFT_PART + 1;
  uint32_t away = distance(reading, baseline_);
  uint32_t by = away < most ? away : most;
  baseline_ = reading > baseline_ ? baseline_ + by : baseline_ - by;
  level();
}

void Touch::describe(char* into, size_t room) const {
  if (button_) {
    snprintf(into, room, "button %s", touched() ? "pressed" : "not pressed");
    return;
  }
  if (!calibrated_) {
    snprintf(into, room, "reading %" PRIu32 ", measuring the untouched pad", last_);
    return;
  }
  const char* odd = "";
  if (beyond(baseline_, threshold_)) {
    odd = "; the pad reads so without a touch: set TOUCH_THRESHOLD to 0";
  } else if (!sound(last_)) {
    odd = "; that is no reading: is a pad on this pin?";
  }
  snprintf(into, room, "reading %" PRIu32 "%s, baseline %" PRIu32 ", threshold %" PRIu32 "%s",
           last_, touched() ? " (touched)" : "", baseline_, threshold_, odd);
}

}  // namespace camrelay
