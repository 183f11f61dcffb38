#include "Utf8.h"

#include <stddef.h>
#include <stdint.h>

namespace camrelay {

namespace {

bool isWithin(uint8_t byte, uint8_t min, uint8_t max) { return byte >= min && byte <= max; }

/**
 * The bytes of the character that begins here; 0 if there is none.
 *
 * <pre>
 * 00..7F
 * C2..DF 80..BF
 * E0     A0..BF 80..BF          E1..EC, EE, EF  80..BF 80..BF          ED  80..9F 80..BF
 * F0     90..BF 80..BF 80..BF   F1..F3          80..BF 80..BF 80..BF   F4  80..8F 80..BF 80..BF
 * </pre>
 */
size_t characterSize(const uint8_t* bytes, size_t left) {
  const uint8_t lead = bytes[0];
  if (lead < 0x80) {
    return 1;
  }
  const size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (!isWithin(lead, 0xC2, 0xF4) || left < size) {
    return 0;
  }
  const uint8_t min = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const uint8_t max = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (!isWithin(bytes[1], min, max)) {
    return 0;
  }
  for (size_t i = 2; i < size; i++) {
    if (!isWithin(bytes[i], 0x80, 0xBF)) {
      return 0;
    }
  }
  return size;
}

}  // namespace

bool isUtf8(const Text& text) {
  const uint8_t* bytes = reinterpret_cast<const uint8_t*>(text.data);
  size_t at = 0;
  while (at < text.size) {
    const size_t size = characterSize(bytes + at, text.size - at);
    if (size == 0) {
      return false;
    }
    at += size;
  }
  return true;
}

}  // namespace camrelay
