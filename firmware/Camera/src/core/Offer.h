#pragma once

#include <stdint.h>

#include "Album.h"
#include "Limits.h"
#include "Shot.h"
#include "Slot.h"
#include "Text.h"

namespace camrelay {

/**
 * A capture as the session has it in hand: its frame comes from a slot or from the card, and may
 * move from the one to the other meanwhile. Belongs to the outbox.
 */
struct Offer : FrameSource {
  explicit Offer(Album& from) : album(from), shot() {}

  bool read(uint32_t offset, uint8_t* into, uint32_t size) override {
    if (slot != nullptr) {
      return slot->read(offset, into, size);
    }
    return place != 0 && album.read(place, shot.size, offset, into, size);
  }

  /** Takes the shot over, its question too. */
  void set(const Shot& other) {
    shot = other;
    question.set(other.question);
    shot.question = question.view();
    shot.frame = other.size == 0 ? nullptr : this;
  }

  Album& album;
  /** Where the frame is; null: on the card. */
  Slot* slot = nullptr;
  /** On the card; 0: not there, or the card was gone since. */
  uint32_t place = 0;
  bool used = false;
  Shot shot;
  FixedText<Limits::MAX_QUESTION> question;
};

}  // namespace camrelay
