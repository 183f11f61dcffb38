#include "Utf8.h"

#include <stddef.h>
#include <stdint.h>

namespace camrelay {

namespace {

bool isWithin(uint8_t byte, uint8_t min, uint8_t max) { return byte >= min && byte <= max; }

}  // namespace

/*
 * The bytes of a character:
 *
 *   00..7F
 *   C2..DF 80..BF
 *   E0     A0..BF 80..BF          E1..EC, EE, EF  80..BF 80..BF          ED  80..9F 80..BF
 *   F0     90..BF 80..BF 80..BF   F1..F3          80..BF 80..BF 80..BF   F4  80..8F 80..BF 80..BF
 */

uint8_t characterSize(uint8_t first) {
  if (first < 0x80) {
    return 1;
  }
  if (!isWithin(first, 0xC2, 0xF4)) {
    return 0;
  }
  return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

bool mayFollow(uint8_t first, uint8_t second) {
  const uint8_t min = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  const uint8_t max = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  return isWithin(second, min, max);
}

bool isUtf8(const Text& text) {
  const uint8_t* bytes = reinterpret_cast<const uint8_t*>(text.data);
  size_t at = 0;
  while (at < text.size) {
    const size_t size = characterSize(bytes[at]);
    if (size == 0 || size > text.size - at || (size > 1 && !mayFollow(bytes[at], bytes[at + 1]))) {
      return false;
    }
    for (size_t i = 2; i < size; i++) {
      if (!isWithin(bytes[at + i], 0x80, 0xBF)) {
        return false;
      }
    }
    at += size;
  }
  return true;
}

}  // namespace camrelay
