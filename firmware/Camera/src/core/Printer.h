#pragma once

#include <stdint.h>

#include "Console.h"
#include "LineRing.h"

namespace camrelay {

/**
 * Prints the lines of both tasks, as many characters as the console takes without waiting. Never
 * begins a line before the one before it is whole. What happened first comes first, by the times
 * that the lines begin with; where one has none, the loop task's. Belongs to the loop task.
 */
class Printer {
 public:
  /** Characters of one step at most: printing does not keep the loop from the touch pad. */
  static constexpr uint32_t STEP = 4096;

  /** All live as long as the printer. */
  Printer(Console& console, LineRing& loop, LineRing& network);

  /** @return false if nothing is left to be printed */
  bool step();

 private:
  bool pick();
  uint32_t print(uint32_t most);
  uint32_t write(const char* characters, uint32_t size, uint32_t most);

  Console& console_;
  LineRing& loop_;
  LineRing& network_;
  /** The ring whose line is being printed; null between two lines. */
  LineRing* current_;
  /** Blanks of its indent that were printed. */
  uint8_t indented_;
};

}  // namespace camrelay
