#pragma once

#include <stdint.h>

#include "Clock.h"
#include "Message.h"
#include "Storage.h"

namespace camrelay {

/**
 * Names captures, each for ever (section 8 of protocol/SPEC.md): a random epoch that lies in the
 * memory before it is used, and numbers of which none is ever given twice in it. They are reserved
 * in blocks, so that not every capture costs a write; after a restart the rest of a block is
 * skipped. Belongs to the loop task.
 */
class Numbers {
 public:
  /** Numbers that one write reserves. */
  static constexpr uint32_t BLOCK = 32;

  /**
   * Reads what the memory holds, or draws an epoch. At set-up.
   *
   * @return durable()
   */
  bool begin(Memory& memory, Clock& clock);

  /** A name that no other capture has or will have. Numbers count from 1. */
  CaptureId next();

  uint64_t epoch() const { return epoch_; }

  /**
   * False: the memory cannot be written. Names are still unique, by an epoch that is drawn at each
   * start, but what waits on the card counts as another epoch's from then on.
   */
  bool durable() const { return durable_; }

 private:
  bool load();
  bool keep(uint32_t reserved);
  void draw();

  Memory* memory_ = nullptr;
  Clock* clock_ = nullptr;
  uint64_t epoch_ = 0;
  /** The number that is given next; 0: this epoch has no more. */
  uint32_t next_ = 0;
  /** The first number that is not reserved; 0: all are. Not looked at unless durable. */
  uint32_t reserved_ = 0;
  bool durable_ = false;
};

}  // namespace camrelay
