#pragma once

#include <stdint.h>

#include "Text.h"

namespace camrelay {

/** Why there is no photo. Each has a cause and a cure in the maker's words, see Diagnosis. */
enum class CameraFault : uint8_t {
  NONE,
  /** The sketch was built without PSRAM, or the board has none: nothing but small frames. */
  NO_PSRAM,
  /** No sensor answers. */
  NOT_FOUND,
  /** The driver gave no frame in time. */
  NO_FRAME,
  /** All frames that the driver gave were older than the press. */
  STALE,
  /** What the driver gave is no JPEG, or has no end: its buffer was too small. */
  BROKEN,
  /** The frame is larger than a slot of the outbox. */
  TOO_LARGE,
};

/** One frame. It is the driver's until giveBack(). */
struct Frame {
  const uint8_t* bytes;
  uint32_t size;
  uint16_t width;
  uint16_t height;
  /** On the Clock. */
  int64_t takenAt;
};

/** The sensor and its driver. Belongs to the loop task. */
class Camera {
 public:
  virtual ~Camera() = default;

  /** Starts the driver, at the largest frame size that the board can hold. */
  virtual CameraFault begin() = 0;

  /** True once begin() has succeeded. */
  virtual bool ready() = 0;

  /**
   * Takes a frame that began after `notBefore` (on the Clock). Waits up to some seconds. A frame
   * must be given back before the next one is taken.
   */
  virtual CameraFault take(int64_t notBefore, Frame* frame) = 0;

  /** The driver may have its buffer again. */
  virtual void giveBack() = 0;

  /**
   * Uses another frame size and quality from the next frame on. No frame is held.
   *
   * @param frameSize its name, such as "UXGA"; empty: as at begin()
   * @param quality as in ProfileData: lower is better; OWN_QUALITY: as at begin()
   * @return false if this board has no such size, or none so large; nothing has changed then
   */
  virtual bool apply(const Text& frameSize, uint8_t quality) = 0;

  /** Lights the LED for a photo, where the board has one. */
  virtual void flash(bool on) = 0;

  /** The sensor's name, 0-ended. */
  virtual const char* sensor() = 0;
};

}  // namespace camrelay
