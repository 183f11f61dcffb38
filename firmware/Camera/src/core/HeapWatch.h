#pragma once

#include <stdint.h>

#include "Message.h"

namespace camrelay {

/**
 * Looks at the board's memory from time to time, and says once when it becomes too little: broken
 * up so far that the next TLS session could not be made, or less and less. A pure decider.
 */
class HeapWatch {
 public:
  /** Below this a TLS session may fail: it takes two blocks of 17 000 and the handshake's own. */
  static constexpr uint32_t ENOUGH_FOR_TLS = 40000;
  /** The same where PSRAM gives the two blocks: what is left is the handshake's and Wi-Fi's. */
  static constexpr uint32_t ENOUGH_BESIDE_PSRAM = 10000;
  /** So much more must the largest block have before it is worth another warning. */
  static constexpr uint32_t RECOVERY = 8000;
  /** Free memory is compared from one such time to the next. */
  static constexpr uint32_t WINDOW_MILLIS = 60000;
  /** So many times in a row it must have become less … */
  static constexpr uint8_t WINDOWS = 8;
  /** … and by so many bytes in all. */
  static constexpr uint32_t SHRUNK = 8192;

  enum class Finding : uint8_t { NONE, BROKEN_UP, SHRINKING };

  HeapWatch();

  /**
   * Memory that was never enough is not broken up: that it is too little is told where it is
   * missed.
   *
   * @param linked whether there is a TLS session: its two blocks are taken then, and the largest
   *     one says nothing
   */
  Finding look(const FlightRecord& flight, bool linked, int64_t now);

 private:
  bool brokenUp(const FlightRecord& flight, bool linked);
  bool shrinking(uint32_t freeHeap, bool linked, int64_t now);
  void restart(bool linked, int64_t now);

  /** Whether there was enough since the start, or since the last warning. */
  bool whole_;
  bool warned_;
  bool linked_;
  int64_t windowFrom_;
  /** The most that was free in this window, and in the one before; 0: no such window yet. */
  uint32_t most_;
  uint32_t mostBefore_;
  uint8_t falls_;
  /** Where the fall began. */
  uint32_t fallFrom_;
};

}  // namespace camrelay
