#pragma once

#include <stdint.h>

#include "Text.h"

namespace camrelay {

/**
 * Makes text from elsewhere harmless, byte by byte and wherever it is cut: characters that could
 * move a cursor or turn the reading direction are left out, a tab becomes a blank, and what is no
 * UTF-8 becomes "?". A line's end stays.
 */
class CleanText {
 public:
  /** What add() writes at most: a "?" for what was cut short, and a character. */
  static constexpr uint8_t MOST = 5;

  CleanText() { reset(); }

  void reset();

  /** @return how many bytes were written into `out`, which has room for MOST: whole characters */
  uint8_t add(uint8_t byte, char* out);

  /** The text is over. @return as of add(): a "?" if it ended within a character */
  uint8_t end(char* out);

 private:
  uint8_t start(uint8_t byte, char* out);
  bool shown() const;

  /** The character that is under way. */
  char bytes_[4];
  uint8_t have_;
  uint8_t need_;
  uint32_t point_;
};

}  // namespace camrelay
