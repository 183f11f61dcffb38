#include "Touch.h"

#include <doctest/doctest.h>

#include <functional>
#include <string>

using namespace camrelay;

namespace {

constexpr uint16_t HOLD = 500;
constexpr int64_t POLL = 50;

/** Polls a pad every 50 ms. */
struct Pad {
  explicit Pad(uint32_t threshold = 0, bool falls = false, uint16_t hold = HOLD)
      : touch(threshold, hold, falls) {}

  /** Polls one reading for some time; returns the presses. */
  int read(uint32_t reading, int64_t millis) {
    return play([reading](int) { return reading; }, millis);
  }

  int play(const std::function<uint32_t(int)>& reading, int64_t millis) {
    int presses = 0;
    for (int i = 0; i < millis / POLL; i++) {
      presses += touch.poll(reading(i), now) ? 1 : 0;
      now += POLL;
    }
    return presses;
  }

  std::string line() const {
    char text[160];
    touch.describe(text, sizeof(text));
    return text;
  }

  Touch touch;
  int64_t now = 0;
};

/** Noise of up to +-`most`, the same each time. */
uint32_t noisy(uint32_t reading, int i, uint32_t most) {
  uint32_t chance = static_cast<uint32_t>(i) * 2654435761u >> 16;
  return reading - most + chance % (2 * most + 1);
}

}  // namespace

TEST_CASE("touch: the baseline is the median of the first readings, the threshold 1.3 of it") {
  Pad pad;
  for (uint32_t i = 0; i < 15; i++) {
    pad.touch.calibrate(i == 3 ? 19000 : 10000 + i);
  }
  CHECK_FALSE(pad.touch.calibrated());
  pad.touch.calibrate(10008);
  CHECK(pad.touch.calibrated());
  CHECK(pad.touch.baseline() == 10008);
  CHECK(pad.touch.threshold() == 13011);
  pad.touch.calibrate(50000);
  CHECK(pad.touch.baseline() == 10008);
}

TEST_CASE("touch: a hold is exactly one press, however long it lasts") {
  Pad pad;
  CHECK(pad.read(10000, 2000) == 0);
  CHECK(pad.read(30000, 20000) == 1);
  CHECK(pad.read(10000, 1000) == 0);
  CHECK(pad.read(30000, 2000) == 1);
}

TEST_CASE("touch: a press comes when the hold is over, and not before") {
  Pad pad;
  pad.read(10000, 1000);
  CHECK(pad.read(30000, HOLD) == 0);
  CHECK(pad.read(30000, POLL) == 1);
}

TEST_CASE("touch: taps that are shorter than the hold do nothing") {
  Pad pad;
  pad.read(10000, 1000);
  for (int i = 0; i < 50; i++) {
    CHECK(pad.read(30000, HOLD) == 0);
    CHECK(pad.read(10000, 150) == 0);
  }
}

TEST_CASE("touch: without a hold a press needs two readings, not one spike") {
  Pad pad(0, false, 0);
  pad.read(10000, 1000);
  for (int i = 0; i < 20; i++) {
    CHECK(pad.read(30000, POLL) == 0);
    CHECK(pad.read(10000, 200) == 0);
  }
  CHECK(pad.read(30000, 2 * POLL) == 1);
}

TEST_CASE("touch: noise on an untouched pad is no press, and noise on a touch only one") {
  Pad pad;
  CHECK(pad.play([](int i) { return noisy(10000, i, 400); }, 600000) == 0);
  CHECK(pad.touch.calibrated());
  CHECK(pad.play([](int i) { return noisy(20000, i, 5000); }, 10000) == 1);
}

TEST_CASE("touch: a finger that bounces at either edge is one press") {
  Pad pad;
  pad.read(10000, 1000);
  int presses = pad.play([](int i) { return i % 2 == 0 ? 30000u : 10000u; }, 400);
  presses += pad.read(30000, 2000);
  presses += pad.play([](int i) { return i % 2 == 0 ? 10000u : 30000u; }, 400);
  presses += pad.read(10000, 1000);
  CHECK(presses == 1);
}

TEST_CASE("touch: what lies between release and threshold changes nothing") {
  Pad pad;
  pad.read(10000, 1000);
  CHECK(pad.read(12900, 5000) == 0);
  CHECK(pad.read(13000, 100) == 0);
  CHECK(pad.touch.touched());
  CHECK(pad.read(12100, 1000) == 1);
  CHECK(pad.touch.touched());
  CHECK(pad.read(11900, 1000) == 0);
  CHECK_FALSE(pad.touch.touched());
}

TEST_CASE(
    "touch: the baseline follows slow drift, so that no press comes of it and none is missed") {
  Pad pad;
  pad.read(10000, 1000);
  int presses = 0;
  for (uint32_t reading = 10000; reading < 16000; reading += 10) {
    presses += pad.read(reading, 1000);
  }
  CHECK(presses == 0);
  CHECK(pad.touch.baseline() > 15900);
  CHECK(pad.read(22000, 1000) == 1);
  pad.read(15990, 500);
  for (uint32_t reading = 15990; reading > 9000; reading -= 10) {
    presses += pad.read(reading, 1000);
  }
  CHECK(presses == 0);
  CHECK(pad.touch.baseline() < 9100);
  CHECK_FALSE(pad.touch.stuck());
  CHECK(pad.read(13000, 1000) == 1);
}

TEST_CASE("touch: the baseline moves by a bounded rate") {
  Pad pad;
  pad.read(10000, 800);
  pad.read(11900, 10000);
  CHECK(pad.touch.baseline() > 10000);
  CHECK(pad.touch.baseline() <= 10000 + 11 * 20);
}

TEST_CASE("touch: the baseline does not follow a finger") {
  Pad pad;
  pad.read(10000, 800);
  uint32_t before = pad.touch.baseline();
  pad.read(20000, 50000);
  CHECK(pad.touch.baseline() == before);
}

TEST_CASE("touch: a pad that is touched at boot is measured anew once it is let go, and told") {
  Pad pad;
  CHECK(pad.read(30000, 5000) == 0);
  CHECK(pad.touch.baseline() == 30000);
  CHECK_FALSE(pad.touch.stuck());
  CHECK(pad.read(10000, 3000) == 0);
  CHECK(pad.touch.stuck());
  CHECK_FALSE(pad.touch.stuck());
  CHECK(pad.touch.baseline() == 10000);
  CHECK(pad.read(30000, 1000) == 1);
}

TEST_CASE("touch: a finger that goes during calibration does not spoil the baseline") {
  Pad pad;
  pad.read(30000, 350);
  pad.read(10000, 1250);
  CHECK(pad.touch.calibrated());
  CHECK(pad.touch.baseline() == 10000);
  CHECK(pad.read(30000, 1000) == 1);
}

TEST_CASE("touch: a pad that never rests is calibrated all the same") {
  Pad pad;
  int readings = Touch::CALIBRATION_READINGS * Touch::CALIBRATION_ATTEMPTS;
  pad.play([](int i) { return noisy(10000, i, 3000); }, (readings - 1) * POLL);
  CHECK_FALSE(pad.touch.calibrated());
  pad.read(10000, POLL);
  CHECK(pad.touch.calibrated());
}

TEST_CASE("touch: a pad that is stuck for a minute is measured anew, and told") {
  Pad pad;
  pad.read(10000, 1000);
  CHECK(pad.read(18000, Touch::STUCK_MILLIS) == 1);
  CHECK_FALSE(pad.touch.stuck());
  CHECK(pad.read(18000, 2000) == 0);
  CHECK(pad.touch.stuck());
  CHECK(pad.touch.baseline() == 18000);
  CHECK(pad.read(30000, 1000) == 1);
  CHECK(pad.read(18000, 1000) == 0);
}

TEST_CASE("touch: readings of 0 and absurd ones are ignored") {
  Pad pad;
  CHECK(pad.read(0, 5000) == 0);
  CHECK_FALSE(pad.touch.calibrated());
  pad.read(Touch::ABSURD, 5000);
  CHECK_FALSE(pad.touch.calibrated());
  pad.read(10000, 800);
  CHECK(pad.read(Touch::ABSURD, 5000) == 0);
  CHECK(pad.read(0xFFFFFFFF, 5000) == 0);
  CHECK(pad.play([](int i) { return i % 3 == 0 ? 0u : 30000u; }, 3000) == 1);
  CHECK(pad.read(Touch::ABSURD - 1, 500) == 0);
  CHECK(pad.touch.last() == Touch::ABSURD - 1);
  CHECK(pad.touch.touched());
}

TEST_CASE("touch: a hold is not believed across a pause in the polling") {
  Pad pad;
  pad.read(10000, 1000);
  pad.read(30000, 200);
  pad.now += 4000;
  CHECK(pad.read(30000, HOLD) == 0);
  CHECK(pad.read(30000, POLL) == 1);
}

TEST_CASE("touch: a set threshold holds, whatever the baseline") {
  Pad pad(25000);
  pad.read(10000, 1000);
  CHECK(pad.touch.threshold() == 25000);
  CHECK(pad.read(24999, 3000) == 0);
  pad.read(10000, 200);
  CHECK(pad.read(25000, 1000) == 1);
  CHECK(pad.read(20001, 1000) == 0);
  CHECK(pad.touch.touched());
  pad.read(19990, 1000);
  CHECK_FALSE(pad.touch.touched());
}

TEST_CASE("touch: a set threshold below the untouched pad makes no press, and is told") {
  Pad pad(9000);
  CHECK(pad.read(10000, 200000) == 0);
  CHECK(pad.touch.stuck());
  CHECK(pad.read(10000, 200000) == 0);
  CHECK_FALSE(pad.touch.stuck());
  CHECK(pad.line().find("set TOUCH_THRESHOLD to 0") != std::string::npos);
}

TEST_CASE("touch: on the plain ESP32 readings fall") {
  Pad pad(0, true);
  CHECK(pad.read(78, 1000) == 0);
  CHECK(pad.touch.baseline() == 78);
  CHECK(pad.touch.threshold() == 60);
  CHECK(pad.read(61, 3000) == 0);
  CHECK(pad.read(12, 3000) == 1);
  CHECK(pad.read(78, 1000) == 0);
  CHECK(pad.read(60, 1000) == 1);
}

TEST_CASE("touch: where readings fall, a pad touched at boot is measured anew as well") {
  Pad pad(0, true);
  pad.read(15, 2000);
  CHECK(pad.read(78, 3000) == 0);
  CHECK(pad.touch.stuck());
  CHECK(pad.touch.baseline() == 78);
  CHECK(pad.read(15, 1000) == 1);
}

TEST_CASE("touch: a button is pressed once a hold, and a stuck one is told once") {
  Pad pad;
  Touch button(0, HOLD, false, true);
  CHECK(button.calibrated());
  int presses = 0;
  auto hold = [&](uint32_t reading, int64_t millis) {
    presses = 0;
    for (int64_t until = pad.now + millis; pad.now < until; pad.now += POLL) {
      presses += button.poll(reading, pad.now) ? 1 : 0;
    }
  };
  hold(0, 1000);
  CHECK(presses == 0);
  hold(1, 1000);
  CHECK(presses == 1);
  hold(0, 1000);
  hold(1, 3 * Touch::STUCK_MILLIS);
  CHECK(presses == 1);
  CHECK(button.stuck());
  CHECK_FALSE(button.stuck());
  hold(0, 1000);
  hold(1, 1000);
  CHECK(presses == 1);
}

TEST_CASE("touch: the line for the maker says reading, baseline and threshold") {
  Pad pad;
  pad.read(10000, 100);
  CHECK(pad.line() == "reading 10000, measuring the untouched pad");
  pad.read(10000, 1000);
  CHECK(pad.line() == "reading 10000, baseline 10000, threshold 13000");
  pad.read(30000, 200);
  CHECK(pad.line() == "reading 30000 (touched), baseline 10000, threshold 13000");
  pad.read(0, 50);
  CHECK(pad.line().find("is a pad on this pin?") != std::string::npos);
}
