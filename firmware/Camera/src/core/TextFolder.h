#pragma once

#include <stdint.h>

#include "CleanText.h"
#include "Text.h"

namespace camrelay {

/**
 * Words that arrive in pieces, broken into rows at blanks; a longer word is cut. The text is made
 * harmless, see CleanText. A character counts as one column.
 */
class TextFolder {
 public:
  /** Columns of a row; a serial monitor in a narrow window shows as many. */
  static constexpr uint8_t COLUMNS = 72;

  /** Who gets the rows. */
  class Rows {
   public:
    virtual ~Rows() = default;
    /** A row without its end, and without blanks at its end. Good during the call. */
    virtual void row(const Text& row) = 0;
  };

  enum class LineEnds : uint8_t {
    /** A line's end begins a new row. */
    KEPT,
    /** A line's end is a blank. */
    BLANKS
  };

  /** @param rows lives as long as the folder */
  TextFolder(Rows& rows, LineEnds lineEnds);

  void add(const char* bytes, uint32_t size);
  void add(const Text& text) { add(text.data, text.size); }

  /** The text is over: its last row is given out. Another text may follow. */
  void end();

  /** Bytes that wait for the end of their row. */
  uint16_t held() const { return size_; }

 private:
  void take(const char* bytes, uint8_t size);
  void give(uint16_t size);

  Rows& rows_;
  LineEnds lineEnds_;
  CleanText clean_;
  /** One character more than a row has. */
  char row_[4 * (COLUMNS + 1)];
  uint16_t size_;
  uint8_t columns_;
};

}  // namespace camrelay
