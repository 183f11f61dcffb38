#pragma once

#include <stddef.h>
#include <stdint.h>

#include "Text.h"

namespace camrelay {

/**
 * Puts one payload together, field by field; the mirror of PayloadReader. It refuses what the
 * reader would refuse: from the first such field on nothing more is written, and good() is false.
 */
class PayloadWriter {
 public:
  /** Writes big-endian. */
  PayloadWriter(uint8_t* into, size_t room);

  /** Whether all fields were within their bounds and have found room. */
  bool good() const { return good_; }

  /** The bytes so far. */
  size_t size() const { return size_; }

  void u8(uint8_t value);
  void i8(int8_t value, int8_t min, int8_t max);
  void u16(uint16_t value);
  void u32(uint32_t value);
  void u64(uint64_t value);
  void flag(bool value);

  /** Writes nothing, and refuses a value that is not `min` to `max`. */
  void bounded(uint32_t value, uint32_t min, uint32_t max);

  /** A string of well-formed UTF-8, `min` to `max` bytes long. */
  void text(const Text& text, uint16_t min, uint16_t max);

  /** A question from a device: the relay judges it, as the reader does not either. */
  void question(const Text& question);

  /** The rest of the payload. */
  void rest(const Bytes& bytes);

 private:
  void number(uint32_t value, size_t bytes);
  void put(const void* bytes, size_t size);

  uint8_t* const into_;
  const size_t room_;
  size_t size_;
  bool good_;
};

}  // namespace camrelay
