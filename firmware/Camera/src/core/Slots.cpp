#include "Slots.h"

#include <new>

namespace camrelay {

Slots::Slots() : slots_(), onTheirWay_(), dropped_(0) {
  for (uint8_t i = 0; i < ALL; i++) {
    used_[i].store(false, std::memory_order_relaxed);
  }
}

bool Slots::begin(Board& board, uint8_t count, uint32_t bytes) {
  static_assert(ALL <= ON_THEIR_WAY, "each slot can be on its way");
  ring_.begin(onTheirWay_, ON_THEIR_WAY);
  for (uint8_t i = MAX; i < ALL; i++) {
    void* memory = board.reserve(sizeof(Slot));
    slots_[i] = memory == nullptr ? nullptr : new (memory) Slot(nullptr, 0);
  }
  while (photos_ < count && photos_ < MAX) {
    void* memory = board.reserve(sizeof(Slot));
    uint8_t* frame = memory == nullptr ? nullptr : static_cast<uint8_t*>(board.reserve(bytes));
    if (frame == nullptr) {
      break;
    }
    slots_[photos_++] = new (memory) Slot(frame, bytes);
  }
  return photos_ > 0;
}

Slot* Slots::reserve() { return reserve(0, photos_); }

Slot* Slots::reserveQuestion() { return reserve(MAX, ALL); }

Slot* Slots::reserve(uint8_t from, uint8_t to) {
  for (uint8_t i = from; i < to; i++) {
    Slot* slot = slots_[i];
    if (slot != nullptr && !used_[i].load(std::memory_order_acquire)) {
      used_[i].store(true, std::memory_order_relaxed);
      slot->shot = Shot();
      slot->question.clear();
      return slot;
    }
  }
  return nullptr;
}

void Slots::handOver(Slot* slot) {
  slot->shot.frame = slot->bytes == nullptr ? nullptr : slot;
  slot->shot.question = slot->question.view();
  *ring_.reserve() = slot;
  ring_.push();
}

Slot* Slots::next() {
  Slot** first = ring_.front();
  if (first == nullptr) {
    return nullptr;
  }
  Slot* slot = *first;
  ring_.pop();
  return slot;
}

void Slots::free(Slot* slot) { used_[place(slot)].store(false, std::memory_order_release); }

uint8_t Slots::unused() const {
  uint8_t unused = 0;
  for (uint8_t i = 0; i < photos_; i++) {
    unused = static_cast<uint8_t>(unused + !used_[i].load(std::memory_order_relaxed));
  }
  return unused;
}

uint8_t Slots::place(const Slot* slot) const {
  uint8_t i = 0;
  while (slots_[i] != slot) {
    i++;
  }
  return i;
}

}  // namespace camrelay
