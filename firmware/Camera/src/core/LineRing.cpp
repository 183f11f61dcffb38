#include "LineRing.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

namespace camrelay {

const char LineRing::END = '\0';
const char LineRing::INDENT = '\1';

LineRing::LineRing()
    : memory_(nullptr),
      size_(0),
      read_(0),
      written_(0),
      staged_(0),
      fits_(false),
      dropped_(0),
      untold_(0) {}

void LineRing::begin(char* memory, uint32_t size) {
  memory_ = memory;
  size_ = size;
}

void LineRing::start() {
  staged_ = written_.load(std::memory_order_relaxed);
  fits_ = true;
  if (untold_ > 0) {
    char note[48];
    snprintf(note, sizeof(note), "(%" PRIu32 " %s dropped)", untold_,
             untold_ == 1 ? "line was" : "lines were");
    add(note, static_cast<uint32_t>(strlen(note) + 1));
  }
}

void LineRing::add(const char* characters, uint32_t size) {
  if (!fits_ || size > free(staged_)) {
    fits_ = false;
    return;
  }
  for (uint32_t i = 0; i < size; i++) {
    memory_[staged_] = characters[i];
    staged_ = staged_ + 1 == size_ ? 0 : staged_ + 1;
  }
}

bool LineRing::finish() {
  add(&END, 1);
  if (!fits_) {
    dropped_++;
    untold_++;
    return false;
  }
  untold_ = 0;
  written_.store(staged_, std::memory_order_release);
  return true;
}

bool LineRing::put(const Text& line) {
  start();
  add(line.data, line.size);
  return finish();
}

uint32_t LineRing::room() const { return free(written_.load(std::memory_order_relaxed)); }

uint32_t LineRing::front(const char** bytes) const {
  const uint32_t read = read_.load(std::memory_order_relaxed);
  const uint32_t written = written_.load(std::memory_order_acquire);
  *bytes = memory_ + read;
  return written >= read ? written - read : size_ - read;
}

void LineRing::pop(uint32_t size) {
  const uint32_t read = read_.load(std::memory_order_relaxed) + size;
  read_.store(read >= size_ ? read - size_ : read, std::memory_order_release);
}

uint32_t LineRing::free(uint32_t write) const {
  if (size_ == 0) {
    return 0;
  }
  const uint32_t read = read_.load(std::memory_order_acquire);
  const uint32_t used = write >= read ? write - read : write + size_ - read;
  return size_ - 1 - used;
}

}  // namespace camrelay
