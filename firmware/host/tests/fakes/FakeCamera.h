#pragma once

#include <string>

#include "Camera.h"
#include "Clock.h"

namespace camrelay {

/** A sensor that makes a new frame each time. */
class FakeCamera : public Camera {
 public:
  explicit FakeCamera(Clock& clock) : clock_(clock) {}

  CameraFault begin() override {
    isReady = fault == CameraFault::NONE;
    return fault;
  }
  bool ready() override { return isReady; }

  CameraFault take(int64_t, Frame* frame) override {
    if (held || fault != CameraFault::NONE) {
      return fault == CameraFault::NONE ? CameraFault::NO_FRAME : fault;
    }
    frames++;
    held = true;
    jpeg = "\xFF\xD8\xFF" + std::string(bytes, static_cast<char>('a' + frames % 26)) + "\xFF\xD9";
    *frame = Frame{reinterpret_cast<const uint8_t*>(jpeg.data()),
                   static_cast<uint32_t>(jpeg.size()), 1600, 1200, clock_.millis()};
    return CameraFault::NONE;
  }

  void giveBack() override { held = false; }

  bool apply(const Text& frameSize, uint8_t itsQuality) override {
    applied++;
    if (frameSize == text("QUXGA")) {
      return false;
    }
    size.assign(frameSize.data, frameSize.size);
    quality = itsQuality;
    return true;
  }

  void flash(bool on) override { flashes += on ? 1 : 0; }
  const char* sensor() override { return "FAKE2640"; }

  CameraFault fault = CameraFault::NONE;
  bool isReady = false;
  bool held = false;
  size_t bytes = 10000;
  int frames = 0;
  int flashes = 0;
  int applied = 0;
  std::string size;
  int quality = -1;
  std::string jpeg;

 private:
  Clock& clock_;
};

}  // namespace camrelay
