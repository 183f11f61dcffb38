#pragma once

#include <stddef.h>
#include <stdint.h>

#include "Text.h"

namespace camrelay {

/**
 * Takes one payload apart, field by field, where it lies. The first field that is missing or out of
 * bounds is kept as the problem(); from there on every field reads as 0 or empty, so that a message
 * is read to its end and judged once.
 */
class PayloadReader {
 public:
  /** Room for the longest problem, with its field and its numbers. */
  static constexpr size_t PROBLEM = 80;

  /** Reads big-endian; the payload must stay there as long as what was read from it is used. */
  PayloadReader(const uint8_t* payload, size_t size);

  /** What was wrong, its class first as SPEC.md names it; null while all is well. */
  const char* problem() const { return problem_[0] == 0 ? nullptr : problem_; }

  uint8_t u8(const char* field);
  int8_t i8(const char* field);
  uint16_t u16(const char* field);
  uint32_t u32(const char* field);
  uint64_t u64(const char* field);
  bool flag(const char* field);

  /** The value, if it is `min` to `max`. */
  uint32_t bounded(uint32_t value, uint32_t min, uint32_t max, const char* field);

  /** A string whose UTF-8 must be well-formed and `min` to `max` bytes long; a view. */
  Text text(uint16_t min, uint16_t max, const char* field);

  /**
   * A question from a device, as a view. One that is too long or no UTF-8 costs its capture and not
   * the connection, so it is handed on as it came.
   */
  Text question();

  /** All that is left, as a view. */
  Bytes rest();

 private:
  bool has(size_t bytes, const char* field);
  uint32_t number(size_t bytes, const char* field);
  Text take(uint16_t length);

  const uint8_t* at_;
  const uint8_t* const end_;
  char problem_[PROBLEM];
};

}  // namespace camrelay
