#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "Firmware.h"
#include "fakes/FakeBoard.h"
#include "fakes/FakeCamera.h"
#include "fakes/FakeCard.h"
#include "fakes/FakeClock.h"
#include "fakes/FakeConsole.h"
#include "fakes/FakeMemory.h"
#include "fakes/FakeRelay.h"

namespace camrelay {

/** A pad that a test touches. */
class FakePad : public TouchReader {
 public:
  uint32_t read() override { return touched ? 30000 : 10000; }
  bool falls() override { return false; }
  bool button() override { return false; }

  bool touched = false;
};

/** A whole camera but for the board: both tasks take turns. */
class Desk {
 public:
  explicit Desk(FakeMemory kept = FakeMemory()) : memory(kept) {
    settings = Settings{"home",  "password", "10.0.0.2", 8443,   "camrelay", "CA", "porch",
                        "first", 30,         4,          100000, 0,          500,  100};
  }

  void start() {
    firmware.reset(
        new Firmware(settings, Parts{board, clock, relay, camera, memory, card, console, pad}));
    REQUIRE(firmware->begin());
    pass(2000);
  }

  /** Both tasks run for so long. */
  void pass(int64_t millis) {
    for (const int64_t end = clock.now + millis; clock.now < end; clock.now += 10) {
      firmware->loopStep();
      for (int turn = 0; turn < 10; turn++) {
        firmware->networkStep();
      }
    }
  }

  void touch() {
    pad.touched = true;
    pass(700);
    pad.touched = false;
    pass(300);
  }

  void type(const std::string& line) {
    console.typed += line + "\n";
    pass(200);
  }

  bool printed(const std::string& words) const {
    return console.printed.find(words) != std::string::npos;
  }

  Settings settings;
  FakeBoard board;
  FakeClock clock;
  FakeRelay relay;
  FakeCamera camera{clock};
  FakeMemory memory;
  FakeCard card;
  FakeConsole console;
  FakePad pad;
  std::unique_ptr<Firmware> firmware;
};

}  // namespace camrelay
