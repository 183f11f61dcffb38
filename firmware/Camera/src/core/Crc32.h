#pragma once

#include <stddef.h>
#include <stdint.h>

namespace camrelay {

/** CRC-32 as in zip and Ethernet (IEEE 802.3), over bytes that come in parts. */
class Crc32 {
 public:
  /** Of bytes that are all there. */
  static uint32_t of(const uint8_t* bytes, size_t size);

  Crc32() { reset(); }

  /** Begins anew. */
  void reset();

  void add(const uint8_t* bytes, size_t size);

  /** Of all bytes since the beginning; more may be added. */
  uint32_t value() const;

 private:
  /** The remainder so far, inverted as the algorithm has it. */
  uint32_t register_;
};

}  // namespace camrelay
