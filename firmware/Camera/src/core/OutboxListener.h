#pragma once

#include <stdint.h>

#include "Message.h"

namespace camrelay {

/** Why a capture that waited is gone for good. */
enum class Loss : uint8_t {
  /**
   * Its photo on the card cannot be read, or is not the one that was taken; it stays there. Or it
   * cannot be sent for its question.
   */
  UNREADABLE,
  /** Its record on the card cannot be read. It stays there, set aside. */
  RECORD_BROKEN,
  /** The power went while it was written to the card. */
  POWER_CUT,
};

/** What becomes of captures while they wait; all calls come on the network task. */
class OutboxListener {
 public:
  virtual ~OutboxListener() = default;

  /** A photo is on the card, for keeps. `path` is good during the call. */
  virtual void photoKept(const CaptureId& capture, const char* path) = 0;

  /** A photo was not put on the card: there is none, it is full, or the memory was needed first. */
  virtual void photoNotKept(const CaptureId& capture) = 0;

  /** There is no card, or it has stopped working. It is looked for again from time to time. */
  virtual void cardMissing() = 0;

  /** The card is full, and there is nothing on it that may go. */
  virtual void cardFull() = 0;

  /**
   * A card is there: at the start if something waits on it, else after cardMissing().
   *
   * @param waiting captures on it that the relay has not got
   */
  virtual void cardBack(uint32_t waiting) = 0;

  /** A capture has left the memory, and waits on the card for the relay. */
  virtual void waitsOnCard(const CaptureId& capture) = 0;

  /**
   * A capture that waited is gone for good.
   *
   * @param capture epoch 0 where only its number is known any more
   */
  virtual void lost(const CaptureId& capture, Loss loss) = 0;
};

}  // namespace camrelay
