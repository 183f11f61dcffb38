#include "PayloadReader.h"

#include <inttypes.h>
#include <stdio.h>

#include "Utf8.h"

namespace camrelay {

PayloadReader::PayloadReader(const uint8_t* payload, size_t size)
    : at_(payload), end_(payload + size) {
  problem_[0] = 0;
}

uint8_t PayloadReader::u8(const char* field) { return static_cast<uint8_t>(number(1, field)); }

int8_t PayloadReader::i8(const char* field) { return static_cast<int8_t>(number(1, field)); }

uint16_t PayloadReader::u16(const char* field) { return static_cast<uint16_t>(number(2, field)); }

uint32_t PayloadReader::u32(const char* field) { return number(4, field); }

uint64_t PayloadReader::u64(const char* field) {
  if (!has(8, field)) {
    return 0;
  }
  const uint64_t high = number(4, field);
  return high << 32 | number(4, field);
}

bool PayloadReader::flag(const char* field) { return u8(field) != 0; }

uint32_t PayloadReader::bounded(uint32_t value, uint32_t min, uint32_t max, const char* field) {
  if (problem() == nullptr && (value < min || value > max)) {
    snprintf(problem_, PROBLEM, "bounds: %s is %" PRIu32 ", not %" PRIu32 " to %" PRIu32, field,
             value, min, max);
  }
  return problem() == nullptr ? value : 0;
}

Text PayloadReader::text(uint16_t min, uint16_t max, const char* field) {
  const uint16_t length = u16(field);
  if (problem() != nullptr) {
    return Text{"", 0};
  }
  if (length < min) {
    snprintf(problem_, PROBLEM, "empty: %s", field);
  } else if (length > max) {
    snprintf(problem_, PROBLEM, "long: %s has %u bytes, not at most %u", field, unsigned{length},
             unsigned{max});
  } else if (has(length, field)) {
    const Text text = take(length);
    if (isUtf8(text)) {
      return text;
    }
    snprintf(problem_, PROBLEM, "utf-8: %s", field);
  }
  return Text{"", 0};
}

Text PayloadReader::question() {
  const uint16_t length = u16("question");
  return has(length, "question") ? take(length) : Text{"", 0};
}

Bytes PayloadReader::rest() {
  const Bytes bytes{at_, problem() == nullptr ? static_cast<uint32_t>(end_ - at_) : 0};
  at_ += bytes.size;
  return bytes;
}

bool PayloadReader::has(size_t bytes, const char* field) {
  if (problem() == nullptr && static_cast<size_t>(end_ - at_) < bytes) {
    snprintf(problem_, PROBLEM, "cut: %s goes beyond the end of the payload", field);
  }
  return problem() == nullptr;
}

/** Up to four bytes. */
uint32_t PayloadReader::number(size_t bytes, const char* field) {
  uint32_t value = 0;
  if (has(bytes, field)) {
    for (size_t i = 0; i < bytes; i++) {
      value = value << 8 | *at_++;
    }
  }
  return value;
}

Text PayloadReader::take(uint16_t length) {
  const Text text{reinterpret_cast<const char*>(at_), length};
  at_ += length;
  return text;
}

}  // namespace camrelay
