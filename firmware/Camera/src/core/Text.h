#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

namespace camrelay {

/**
 * Some bytes that lie elsewhere. Whoever hands one over says how long they stay there; a view into
 * a message is good until the reader that made it is called again.
 */
struct Bytes {
  const uint8_t* data;
  uint32_t size;
};

/** Some UTF-8 (or, in an answer, text in the device's charset) that lies elsewhere; not 0-ended. */
struct Text {
  const char* data;
  uint16_t size;

  bool empty() const { return size == 0; }

  bool operator==(const Text& other) const {
    return size == other.size && (size == 0 || memcmp(data, other.data, size) == 0);
  }
};

/** A view of a 0-ended string that outlives it. */
inline Text text(const char* string) { return Text{string, static_cast<uint16_t>(strlen(string))}; }

/** As much of a text as fits, cut before the first byte of the character that does not. */
inline Text cut(const Text& text, uint16_t room) {
  uint16_t size = text.size < room ? text.size : room;
  while (size < text.size && size > 0 && (static_cast<uint8_t>(text.data[size]) & 0xC0) == 0x80) {
    size--;
  }
  return Text{text.data, size};
}

/**
 * Text that is kept in place, up to CAPACITY bytes, and always 0-ended. What does not fit is cut,
 * see there.
 */
template <uint16_t CAPACITY>
class FixedText {
 public:
  FixedText() { clear(); }

  void clear() {
    size_ = 0;
    bytes_[0] = 0;
  }

  void set(const Text& other) {
    const Text fitting = cut(other, CAPACITY);
    memmove(bytes_, fitting.data, fitting.size);
    size_ = fitting.size;
    bytes_[size_] = 0;
  }

  Text view() const { return Text{bytes_, size_}; }
  const char* c_str() const { return bytes_; }
  bool empty() const { return size_ == 0; }
  uint16_t size() const { return size_; }

 private:
  uint16_t size_;
  char bytes_[CAPACITY + 1];
};

}  // namespace camrelay
