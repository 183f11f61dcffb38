#pragma once

#include <stdint.h>

#include "CommandLine.h"
#include "Exchange.h"
#include "LoopMonitor.h"
#include "Numbers.h"
#include "Parts.h"
#include "Printer.h"
#include "Settings.h"
#include "Slots.h"
#include "Touch.h"

namespace camrelay {

/**
 * The press: touch pad, camera, serial monitor. Puts each photo into a slot of the outbox and hands
 * it over; what becomes of it there is NetworkSide's. Never waits for the network or the card.
 * Belongs to the loop task.
 */
class LoopSide {
 public:
  /** The pad is read so often; a hold of half a second is seen by a dozen readings. */
  static constexpr int64_t TOUCH_EVERY_MILLIS = 40;
  /** What the loop task may sleep between two turns. */
  static constexpr uint32_t TURN_MILLIS = 10;
  /** Typed characters of one turn. */
  static constexpr uint16_t CHARACTERS_A_TURN = 256;
  /** How often one photo is tried, where the driver gives none. */
  static constexpr uint8_t TRIES = 2;

  /** All live as long as this; `lines` and `log` are the loop task's. */
  LoopSide(const Settings& settings, const Parts& parts, Slots& slots, Exchange& exchange,
           LineRing& lines, LineRing& networkLines, LogSink& log);

  /** At set-up: the identity of captures. */
  void begin();
  /** At set-up: uses the profile that was kept. */
  void use(const ProfileData& profile);
  /** At set-up, at its end: the banner. What the network side knows is filled in. */
  void tellBoot(BootReport* report);
  /** At set-up: it has failed, and this is printed now. */
  void noMemory();

  /** @return milliseconds that the task may sleep */
  uint32_t step();

  uint64_t epoch() const { return numbers_.epoch(); }

 private:
  void pollTouch(int64_t now);
  void readConsole();
  void obey(const Command& command);
  void ask(const Command& command);
  void request(Request::Kind kind, const Command& command);
  void takeOrder();
  void shoot(Trigger trigger, const Text& question, int64_t since);
  CameraFault fill(Slot* slot, Trigger trigger, const Text& question, int64_t since);
  void tellStatus();

  const Settings& settings_;
  const Parts& parts_;
  Slots& slots_;
  Exchange& exchange_;

  Numbers numbers_;
  Touch touch_;
  CommandLine commands_;
  LoopMonitor monitor_;
  Printer printer_;

  /** The last photo that was handed over; a further question without a number is about it. */
  CaptureId last_;
  bool anyPhoto_;
  bool flash_;
  bool calibrationTold_;
  int64_t touchAt_;
};

}  // namespace camrelay
