#include "Printer.h"

#include <string.h>

namespace camrelay {

namespace {

/** The milliseconds that "[  12.345] " at a line's start stands for; -1: it begins otherwise. */
int64_t timeOf(const char* bytes, uint32_t size) {
  int64_t millis = 0;
  bool point = false;
  for (uint32_t i = 1; bytes[0] == '[' && i < size; i++) {
    if (bytes[i] >= '0' && bytes[i] <= '9') {
      millis = millis * 10 + (bytes[i] - '0');
    } else if (bytes[i] == ']') {
      return point ? millis : -1;
    } else if (bytes[i] == '.' && !point) {
      point = true;
    } else if (bytes[i] != ' ') {
      return -1;
    }
  }
  return -1;
}

bool earlier(const char* one, uint32_t size, const char* other, uint32_t otherSize) {
  const int64_t time = timeOf(one, size);
  return time >= 0 && time < timeOf(other, otherSize);
}

}  // namespace

Printer::Printer(Console& console, LineRing& loop, LineRing& network)
    : console_(console), loop_(loop), network_(network), current_(nullptr), indented_(0) {}

bool Printer::step() {
  uint32_t left = STEP;
  while (pick()) {
    const uint32_t printed = left > 0 ? print(left) : 0;
    if (printed == 0) {
      return true;
    }
    left -= printed;
  }
  return false;
}

/** Prints something of the line, `most` characters at most. 0: the console takes no more. */
uint32_t Printer::print(uint32_t most) {
  const char* bytes;
  const uint32_t size = current_->front(&bytes);
  if (bytes[0] == LineRing::INDENT) {
    static const char BLANKS[] = "    ";
    static_assert(sizeof(BLANKS) == LineRing::INDENT_COLUMNS + 1, "as many blanks as columns");
    const uint32_t taken = write(BLANKS + indented_,
                                 static_cast<uint32_t>(LineRing::INDENT_COLUMNS - indented_), most);
    indented_ = static_cast<uint8_t>(indented_ + taken);
    if (indented_ == LineRing::INDENT_COLUMNS) {
      indented_ = 0;
      current_->pop(1);
    }
    return taken;
  }
  const void* end = memchr(bytes, LineRing::END, size);
  if (end == bytes) {
    const uint32_t taken = write("\n", 1, most);
    current_->pop(taken);
    current_ = taken > 0 ? nullptr : current_;
    return taken;
  }
  const uint32_t text =
      end == nullptr ? size : static_cast<uint32_t>(static_cast<const char*>(end) - bytes);
  const uint32_t taken = write(bytes, text, most);
  current_->pop(taken);
  return taken;
}

uint32_t Printer::write(const char* characters, uint32_t size, uint32_t most) {
  return static_cast<uint32_t>(console_.write(characters, size < most ? size : most));
}

/** Chooses the ring that is printed from. False: nothing is there. */
bool Printer::pick() {
  const char* bytes;
  if (current_ == nullptr) {
    const char* others;
    const uint32_t loop = loop_.front(&bytes);
    const uint32_t network = network_.front(&others);
    if (loop > 0 && (network == 0 || !earlier(others, network, bytes, loop))) {
      current_ = &loop_;
    } else if (network > 0) {
      current_ = &network_;
    }
  }
  return current_ != nullptr;
}

}  // namespace camrelay
