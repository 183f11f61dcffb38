#include "TextFolder.h"

#include <string.h>

namespace camrelay {

namespace {

bool begins(char byte) { return (static_cast<uint8_t>(byte) & 0xC0) != 0x80; }

uint8_t columns(const char* bytes, uint16_t size) {
  uint8_t n = 0;
  for (uint16_t i = 0; i < size; i++) {
    n = static_cast<uint8_t>(n + (begins(bytes[i]) ? 1 : 0));
  }
  return n;
}

}  // namespace

TextFolder::TextFolder(Rows& rows, LineEnds lineEnds)
    : rows_(rows), lineEnds_(lineEnds), size_(0), columns_(0) {}

void TextFolder::add(const char* bytes, uint32_t size) {
  char out[CleanText::MOST];
  for (uint32_t i = 0; i < size; i++) {
    take(out, clean_.add(static_cast<uint8_t>(bytes[i]), out));
  }
}

void TextFolder::end() {
  char out[CleanText::MOST];
  take(out, clean_.end(out));
  if (size_ > 0) {
    give(size_);
  }
}

/** Takes whole characters that are clean. */
void TextFolder::take(const char* bytes, uint8_t size) {
  for (uint8_t i = 0; i < size; i++) {
    if (bytes[i] == '\n' && lineEnds_ == LineEnds::KEPT) {
      give(size_);
      continue;
    }
    row_[size_++] = bytes[i] == '\n' ? ' ' : bytes[i];
    columns_ = static_cast<uint8_t>(columns_ + (begins(bytes[i]) ? 1 : 0));
    const bool whole = i + 1 == size || begins(bytes[i + 1]);
    if (columns_ > COLUMNS && whole) {
      uint16_t at = static_cast<uint16_t>(size_ - 1);
      while (at > 0 && row_[at] != ' ') {
        at--;
      }
      if (at == 0) {
        at = static_cast<uint16_t>(size_ - 1);
        while (!begins(row_[at])) {
          at--;
        }
      }
      give(at);
    }
  }
}

/** Gives out the first bytes as a row; a blank behind them is gone as well. */
void TextFolder::give(uint16_t size) {
  uint16_t shown = size;
  while (shown > 0 && row_[shown - 1] == ' ') {
    shown--;
  }
  rows_.row(Text{row_, shown});
  const uint16_t from = static_cast<uint16_t>(size < size_ && row_[size] == ' ' ? size + 1 : size);
  size_ = static_cast<uint16_t>(size_ - from);
  memmove(row_, row_ + from, size_);
  columns_ = columns(row_, size_);
}

}  // namespace camrelay
