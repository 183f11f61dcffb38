#include "PayloadWriter.h"

#include <string.h>

#include "Utf8.h"

namespace camrelay {

PayloadWriter::PayloadWriter(uint8_t* into, size_t room)
    : into_(into), room_(room), size_(0), good_(true) {}

void PayloadWriter::u8(uint8_t value) { number(value, 1); }

void PayloadWriter::i8(int8_t value, int8_t min, int8_t max) {
  good_ = good_ && value >= min && value <= max;
  u8(static_cast<uint8_t>(value));
}

void PayloadWriter::u16(uint16_t value) { number(value, 2); }

void PayloadWriter::u32(uint32_t value) { number(value, 4); }

void PayloadWriter::u64(uint64_t value) {
  u32(static_cast<uint32_t>(value >> 32));
  u32(static_cast<uint32_t>(value));
}

void PayloadWriter::flag(bool value) { u8(value ? 1 : 0); }

void PayloadWriter::bounded(uint32_t value, uint32_t min, uint32_t max) {
  good_ = good_ && value >= min && value <= max;
}

void PayloadWriter::text(const Text& text, uint16_t min, uint16_t max) {
  bounded(text.size, min, max);
  good_ = good_ && isUtf8(text);
  u16(text.size);
  put(text.data, text.size);
}

void PayloadWriter::question(const Text& question) {
  u16(question.size);
  put(question.data, question.size);
}

void PayloadWriter::rest(const Bytes& bytes) { put(bytes.data, bytes.size); }

/** Up to four bytes. */
void PayloadWriter::number(uint32_t value, size_t bytes) {
  uint8_t bigEndian[4];
  for (size_t i = bytes; i-- > 0; value >>= 8) {
    bigEndian[i] = static_cast<uint8_t>(value);
  }
  put(bigEndian, bytes);
}

void PayloadWriter::put(const void* bytes, size_t size) {
  good_ = good_ && size <= room_ - size_;
  if (good_ && size > 0) {
    memcpy(into_ + size_, bytes, size);
    size_ += size;
  }
}

}  // namespace camrelay
