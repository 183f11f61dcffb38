#pragma once

#include <esp_camera.h>
#include <stdint.h>

#include "../core/Text.h"

namespace camrelay {

/** A frame size. Its name is the same for ever; the driver's number changes with the driver. */
struct FrameSize {
  const char* name;
  framesize_t number;
  uint16_t width;
  uint16_t height;

  uint32_t pixels() const { return static_cast<uint32_t>(width) * height; }

  /** Null where there is none with this name. */
  static const FrameSize* of(const Text& name);
};

}  // namespace camrelay
