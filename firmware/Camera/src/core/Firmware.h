#pragma once

#include <stdint.h>

#include "Exchange.h"
#include "LineRing.h"
#include "LogRing.h"
#include "Parts.h"
#include "Settings.h"
#include "Slots.h"

namespace camrelay {

class LoopSide;
class NetworkSide;

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

 private:
  bool reserveLines();
  bool beginCapturing();

  const Settings& settings_;
  const Parts parts_;

  // What both tasks touch lies here, in internal memory; the sides themselves are in PSRAM.
  Slots slots_;
  Exchange exchange_;
  LineRing loopLines_;
  LineRing networkLines_;
  LogFeed loopLog_;

  LoopSide* loop_;
  NetworkSide* network_;
};

}  // namespace camrelay
