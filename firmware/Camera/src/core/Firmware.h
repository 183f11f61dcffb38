#pragma once

#include <stdint.h>

#include "Board.h"
#include "Camera.h"
#include "Clock.h"
#include "Console.h"
#include "Settings.h"
#include "Storage.h"
#include "TouchReader.h"
#include "Transport.h"

namespace camrelay {

/** The parts of a board, behind their interfaces. They live as long as the firmware. */
struct Parts {
  Board& board;
  Clock& clock;
  Transport& transport;
  Camera& camera;
  Memory& memory;
  Card& card;
  Console& console;
  TouchReader& touch;
};

/**
 * A camera: everything but the board. Start reading here; then LoopSide (the press) and NetworkSide
 * (the way of a capture).
 */
class Firmware {
 public:
  /** Name and version, as HELLO tells them. */
  static const char* const NAME;

  /** Settings and parts live as long as the firmware. */
  Firmware(const Settings& settings, const Parts& parts);

  /**
   * Reserves all memory, reads what is kept, tells the maker what was found. Before the network
   * task starts.
   *
   * @return false if there is not enough memory for anything: the maker was told, and neither step
   *     may be called
   */
  bool begin();

  /** The loop task's turn. @return milliseconds that it may sleep */
  uint32_t loopStep();

  /** The network task's turn. @return milliseconds that it may sleep */
  uint32_t networkStep();
};

}  // namespace camrelay
