#pragma once

#include <string.h>

#include "Limits.h"
#include "Shot.h"
#include "Text.h"

namespace camrelay {

/**
 * Room for one capture in PSRAM: the one copy of its frame, and its question. Has one owner at a
 * time: the loop task from Slots::reserve() to handOver(), then the network task until free().
 */
struct Slot : FrameSource {
  Slot(uint8_t* memory, uint32_t size) : bytes(memory), capacity(size), shot() {}

  bool read(uint32_t offset, uint8_t* into, uint32_t size) override {
    if (offset > shot.size || size > shot.size - offset) {
      return false;
    }
    memcpy(into, bytes + offset, size);
    return true;
  }

  /** Null where the slot is for further questions. */
  uint8_t* const bytes;
  const uint32_t capacity;

  /** What goes to the relay; its frame is this slot, its question the one below. */
  Shot shot;
  FixedText<Limits::MAX_QUESTION> question;
};

}  // namespace camrelay
