#include "Numbers.h"

#include <string.h>

#include "Keys.h"

namespace camrelay {

namespace {

/** The epoch, and the first number that is not reserved (0: all are): one value, so that they
 * change together. */
constexpr size_t IDENTITY_BYTES = sizeof(uint64_t) + sizeof(uint32_t);

}  // namespace

bool Numbers::begin(Memory& memory, Clock& clock) {
  memory_ = &memory;
  clock_ = &clock;
  durable_ = true;
  if (!load()) {
    draw();
    return durable_;
  }
  next_ = reserved_;
  if (next_ == 0 || !keep(next_ + BLOCK)) {
    draw();
  }
  return durable_;
}

CaptureId Numbers::next() {
  if (next_ == 0) {
    draw();
  } else if (durable_ && next_ == reserved_ && !keep(next_ + BLOCK)) {
    draw();
  }
  return CaptureId{epoch_, next_++};
}

bool Numbers::load() {
  uint8_t bytes[IDENTITY_BYTES];
  if (memory_->get(Keys::IDENTITY, bytes, sizeof(bytes)) != sizeof(bytes)) {
    return false;
  }
  memcpy(&epoch_, bytes, sizeof(epoch_));
  memcpy(&reserved_, bytes + sizeof(epoch_), sizeof(reserved_));
  return true;
}

/** Reserves what is below the number, but for what was reserved before; 0 stands for 2^32. */
bool Numbers::keep(uint32_t reserved) {
  const uint32_t bound = reserved < BLOCK ? 0 : reserved;
  uint8_t bytes[IDENTITY_BYTES];
  memcpy(bytes, &epoch_, sizeof(epoch_));
  memcpy(bytes + sizeof(epoch_), &bound, sizeof(bound));
  if (!memory_->put(Keys::IDENTITY, bytes, sizeof(bytes))) {
    durable_ = false;
    return false;
  }
  reserved_ = bound;
  return true;
}

/** Begins another epoch. Where the memory cannot be written, the epoch lasts for this start only.
 */
void Numbers::draw() {
  const uint64_t high = clock_->random();
  epoch_ = high << 32 | clock_->random();
  next_ = 1;
  if (durable_) {
    keep(next_ + BLOCK);
  }
}

}  // namespace camrelay
