#pragma once

#include <stdint.h>

#include <atomic>

#include "Text.h"

namespace camrelay {

/**
 * Lines on their way from the task that tells something to the one that prints it: bytes in memory
 * that is handed in at set-up, which may be PSRAM. One task writes, one reads, neither waits. What
 * belongs together, such as a line and the rows that it is folded into, is one line here, and comes
 * out whole or not at all: if it does not fit, it is dropped and counted, and the next one that
 * fits says so.
 */
class LineRing {
 public:
  /** Stands behind each line in the ring; no line contains it. */
  static const char END;
  /** At a line's start: it stands INDENT_COLUMNS to the right. No other place has it. */
  static const char INDENT;
  static constexpr uint8_t INDENT_COLUMNS = 4;

  LineRing();

  /** @param memory `size` bytes, at least 2, that nobody else uses; one of them stays empty */
  void begin(char* memory, uint32_t size);

  // The writer's.

  /** Starts a line; one that was not finished is forgotten. */
  void start();
  /** Writes more of the line. */
  void add(const char* characters, uint32_t size);
  /** Hands the line over. @return false if it did not fit and was dropped */
  bool finish();
  /** A whole line. @return false if it did not fit and was dropped */
  bool put(const Text& line);
  /** Bytes that are free, for lines with their ENDs. */
  uint32_t room() const;
  /** Lines that were dropped since the board started. */
  uint32_t dropped() const { return dropped_; }

  // The reader's.

  /**
   * The next bytes that can be read in one piece; END stands behind each line.
   *
   * @return how many; 0: there are none
   */
  uint32_t front(const char** bytes) const;
  /** Lets go of so many of them. */
  void pop(uint32_t size);

 private:
  uint32_t free(uint32_t write) const;

  char* memory_;
  uint32_t size_;

  /** Where the next byte is read, 0 to size_ - 1. Written by the reader alone. */
  std::atomic<uint32_t> read_;
  /** Where the next line begins. Written by the writer alone. */
  std::atomic<uint32_t> written_;

  // The writer's.

  /** Where the line that was started goes on. */
  uint32_t staged_;
  bool fits_;
  uint32_t dropped_;
  /** Of those, how many no line has told of. */
  uint32_t untold_;
};

}  // namespace camrelay
