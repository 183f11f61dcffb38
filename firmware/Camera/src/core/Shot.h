#pragma once

#include <stdint.h>

#include "Message.h"

namespace camrelay {

/** Where the bytes of a frame are: in a slot of the PSRAM, or on the card. */
class FrameSource {
 public:
  virtual ~FrameSource() = default;

  /** Copies a part of the frame. False: it cannot be read any more, the photo is lost. */
  virtual bool read(uint32_t offset, uint8_t* into, uint32_t size) = 0;
};

/** A press as it goes into the session: one frame, or a further question about an earlier capture.
 */
struct Shot {
  CaptureId id;
  /** Null for a further question. Must live until the session says stored or ended. */
  FrameSource* frame;
  /** Bytes of the frame; 0 for a further question. */
  uint32_t size;
  /** CRC-32 of the frame. */
  uint32_t crc;
  /** On the Clock; negative where the frame is from before the board started. */
  int64_t takenAt;
  /** False: it is from before the board started, and nobody knows since when. */
  bool takenAtKnown;
  uint16_t width;
  uint16_t height;
  Trigger trigger;
  Urgency urgency;
  /** Empty: the profile's. Must live as long as the frame. */
  Text question;
  /** What a further question is about. */
  CaptureId parent;
};

}  // namespace camrelay
