#pragma once

#include <stddef.h>
#include <stdint.h>

namespace camrelay {

/**
 * Makes presses out of a touch pad's polled readings. Pure: readings and times come in, a press
 * comes out. On the ESP32-S3 a reading rises with touch, on the plain ESP32 it falls.
 *
 * <pre>
 *   reading ▲            threshold: baseline x 1.3, or the set one
 *           │─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─  beyond it: touched
 *           │─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─  a third below: released
 *           │
 *           │─────────────────────────────────  baseline: the median at boot, followed slowly
 * </pre>
 *
 * A touch that is held for as long as the settings say is one press, and the next one needs a
 * release first. Belongs to the loop task, which polls it every 50 ms or faster.
 */
class Touch {
 public:
  /** Readings that the baseline is the median of. */
  static constexpr uint8_t CALIBRATION_READINGS = 16;

  /** The pad moved too much for a baseline: it is measured anew, so many times at most. */
  static constexpr uint8_t CALIBRATION_ATTEMPTS = 4;

  /** Readings in a row that make a touch or a release. */
  static constexpr uint8_t DEBOUNCE_READINGS = 2;

  /** A hold is seen by readings that are not further apart than this. */
  static constexpr int64_t MAX_GAP_MILLIS = 250;

  /** A pad that is touched for longer is taken as one whose surroundings have changed. */
  static constexpr int64_t STUCK_MILLIS = 60000;

  /** An untouched pad's baseline moves so often, by at most one DRIFT_PART of itself. */
  static constexpr int64_t DRIFT_MILLIS = 1000;
  static constexpr uint32_t DRIFT_PART = 512;

  /** The pad lies this long on the far side of its baseline: it was touched while that was taken.
   */
  static constexpr int64_t BELOW_MILLIS = 1000;

  /** What the driver gives when a measurement has timed out; it and all beyond are no readings. */
  static constexpr uint32_t ABSURD = 0x3FFFFF;

  /**
   * @param threshold 0: baseline x 1.3, or baseline / 1.3 where readings fall
   * @param falls readings fall with touch
   * @param button readings are 0 and 1, and there is nothing to calibrate
   */
  Touch(uint32_t threshold, uint16_t holdMillis, bool falls, bool button = false);

  /** Takes a reading for the baseline alone; more than are needed change nothing. */
  void calibrate(uint32_t reading);

  /** True once there is a baseline. */
  bool calibrated() const { return calibrated_; }

  /**
   * Takes a reading. Before there is a baseline it goes into that.
   *
   * @return true once for each touch that has been held long enough
   */
  bool poll(uint32_t reading, int64_t now);

  /** A finger is on the pad, as far as the readings tell. */
  bool touched() const { return state_ != State::UNTOUCHED; }

  /**
   * True once after each time that the baseline had to be taken anew, because the pad was touched
   * for STUCK_MILLIS or while the baseline was taken. A button that is stuck is told too.
   */
  bool stuck();

  uint32_t baseline() const { return baseline_; }
  uint32_t threshold() const { return threshold_; }
  /** The reading that was polled last, whatever it was worth. */
  uint32_t last() const { return last_; }

  /** Bytes of the longest description, with its end. */
  static constexpr size_t DESCRIPTION = 160;
  /** One line for the maker, 0-ended: reading, baseline, threshold, and what is odd about them. */
  void describe(char* into, size_t room) const;

 private:
  enum class State : uint8_t { UNTOUCHED, TOUCHED, PRESSED };

  bool sound(uint32_t reading) const;
  bool beyond(uint32_t reading, uint32_t level) const;
  uint32_t moved(uint32_t level, uint32_t by) const;
  bool steady() const;
  void recalibrate();
  void tellStuck();
  bool hold(int64_t now);
  void settle(uint32_t reading, int64_t now);
  void drift(uint32_t reading, int64_t now);
  void level();

  const uint32_t setThreshold_;
  const uint16_t holdMillis_;
  const bool falls_;
  const bool button_;

  /** The first readings, in rising order. */
  uint32_t readings_[CALIBRATION_READINGS];
  uint8_t count_ = 0;
  uint8_t attempts_ = 0;
  bool calibrated_ = false;

  uint32_t baseline_ = 0;
  uint32_t threshold_ = 0;
  /** A reading on this side of it is a release. */
  uint32_t release_ = 0;
  uint32_t last_ = 0;

  State state_ = State::UNTOUCHED;
  /** Readings in a row that speak for the other state. */
  uint8_t changes_ = 0;
  /** When the touch began. */
  int64_t since_ = 0;
  int64_t polledAt_ = 0;
  int64_t driftedAt_ = 0;
  /** Since when the pad is on the far side of its baseline; negative: it is not. */
  int64_t belowSince_ = -1;
  bool stuck_ = false;
  /** That it is stuck was said already, since it was last seen untouched. */
  bool told_ = false;
};

}  // namespace camrelay
