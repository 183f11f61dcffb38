#include "CleanText.h"

#include <string.h>

#include "Utf8.h"

namespace camrelay {

void CleanText::reset() {
  have_ = 0;
  need_ = 0;
  point_ = 0;
}

uint8_t CleanText::add(uint8_t byte, char* out) {
  if (have_ == 0) {
    return start(byte, out);
  }
  const bool follows = (byte & 0xC0) == 0x80;
  if (!follows || (have_ == 1 && !mayFollow(static_cast<uint8_t>(bytes_[0]), byte))) {
    have_ = 0;
    out[0] = '?';
    return static_cast<uint8_t>(1 + (follows ? 0 : start(byte, out + 1)));
  }
  bytes_[have_++] = static_cast<char>(byte);
  point_ = point_ << 6 | (byte & 0x3Fu);
  if (have_ < need_) {
    return 0;
  }
  have_ = 0;
  if (!shown()) {
    return 0;
  }
  memcpy(out, bytes_, need_);
  return need_;
}

uint8_t CleanText::end(char* out) {
  const bool cut = have_ > 0;
  reset();
  out[0] = '?';
  return cut ? 1 : 0;
}

/** The first byte of a character. */
uint8_t CleanText::start(uint8_t byte, char* out) {
  need_ = characterSize(byte);
  if (need_ > 1) {
    bytes_[0] = static_cast<char>(byte);
    have_ = 1;
    point_ = byte & (0x7Fu >> need_);
    return 0;
  }
  if (need_ == 0) {
    out[0] = '?';
    return 1;
  }
  if (byte == '\t') {
    byte = ' ';
  }
  if ((byte < 0x20 && byte != '\n') || byte == 0x7F) {
    return 0;
  }
  out[0] = static_cast<char>(byte);
  return 1;
}

/** False for controls, for marks that turn the direction, and for other ends of lines. */
bool CleanText::shown() const {
  const bool control = point_ >= 0x80 && point_ <= 0x9F;
  const bool mark = point_ == 0x200E || point_ == 0x200F || point_ == 0x061C || point_ == 0xFEFF;
  const bool turn =
      (point_ >= 0x2028 && point_ <= 0x202E) || (point_ >= 0x2066 && point_ <= 0x2069);
  return !control && !mark && !turn;
}

}  // namespace camrelay
