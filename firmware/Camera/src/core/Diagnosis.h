#pragma once

#include <stdint.h>

#include "Camera.h"
#include "OutboxListener.h"
#include "Transport.h"

namespace camrelay {

/** What else can be wrong with a camera, beside LinkFault, CameraFault and Loss. */
enum class Trouble : uint8_t {
  /** No SD card, or it does not answer any more. */
  CARD_MISSING,
  CARD_FULL,
  /** The largest free block is too small for a TLS session. */
  HEAP_BROKEN_UP,
  /** Free memory gets less and less. */
  HEAP_SHRINKING,
  /** The connection takes only parts of what is written. */
  WRITE_STALLS,
  /** As many photos wait for the relay as there is room for. */
  OUTBOX_FULL,
  /** NVS does not keep what is written. */
  NOT_KEPT,
  /** The relay's profile names a frame size that this board does not have. */
  FRAME_SIZE_REFUSED,
  /** Too little memory at start. */
  NO_MEMORY,
};

/** What is wrong, in the maker's words, and what to do about it. Strings live for ever. */
struct Diagnosis {
  /** The word for it, as on the monitor and in docs/firmware/messages.md. */
  const char* word;
  /** Why, half a sentence without a full stop. */
  const char* cause;
  /** What to do, in sentences. Empty: nothing. */
  const char* cure;

  /** @param number the TLS library's or the network's own; 0: none */
  static Diagnosis of(LinkFault fault, int32_t number);
  static Diagnosis of(CameraFault fault);
  static Diagnosis of(Loss loss);
  static Diagnosis of(Trouble trouble);

  /** What the TLS library means by a number, half a sentence; null: not known here. */
  static const char* ofTls(int32_t number);

  static constexpr uint8_t LINK_FAULTS = static_cast<uint8_t>(LinkFault::CONNECTION_LOST) + 1;
  static constexpr uint8_t CAMERA_FAULTS = static_cast<uint8_t>(CameraFault::TOO_LARGE) + 1;
  static constexpr uint8_t LOSSES = static_cast<uint8_t>(Loss::POWER_CUT) + 1;
  static constexpr uint8_t TROUBLES = static_cast<uint8_t>(Trouble::NO_MEMORY) + 1;
};

}  // namespace camrelay
