#pragma once

#include <stddef.h>
#include <stdint.h>

#include "Limits.h"
#include "Message.h"
#include "Text.h"

namespace camrelay {

/**
 * What lies in /outbox beside a photo that waits for the relay: all of the capture but its frame.
 * Ends with its own CRC-32, so that a record that the power cut short is known as such.
 */
struct CaptureRecord {
  /** Bytes of the largest record. */
  static constexpr size_t LARGEST = 88 + Limits::MAX_QUESTION;

  CaptureId id;
  /** Bytes of the photo; 0: a further question, which has none. */
  uint32_t size;
  /** CRC-32 of the photo. */
  uint32_t crc;
  /** When it was taken, in milliseconds since 1970; 0 where the relay's time was not known. */
  uint64_t takenUnixMillis;
  /** Which start of the board this is from. */
  uint32_t start;
  /** On the Clock of that start. */
  int64_t takenAt;
  uint16_t width;
  uint16_t height;
  Trigger trigger;
  Urgency urgency;
  /** Of a further question. */
  CaptureId parent;
  /** After read(): a view of the bytes. */
  Text question;

  /** @return bytes written; 0 if they do not fit */
  size_t write(uint8_t* into, size_t room) const;

  /** @return false if the bytes are no record, or not a whole one */
  bool read(const uint8_t* bytes, size_t size);
};

}  // namespace camrelay
