#pragma once

#include <esp_camera.h>

#include "../core/Camera.h"
#include "Boards.h"
#include "FrameSizes.h"
#include "Led.h"

namespace camrelay {

/**
 * The sensor, by Espressif's driver. With PSRAM two buffers of the largest size turn round, and the
 * newest frame is handed out; without it there is one small one, and begin() says NO_PSRAM though
 * the camera works. Belongs to the loop task.
 */
class Esp32Camera : public Camera {
 public:
  explicit Esp32Camera(const BoardPins& pins);

  CameraFault begin() override;
  bool ready() override { return ready_; }
  CameraFault take(int64_t notBefore, Frame* frame) override;
  void giveBack() override;
  bool apply(const Text& frameSize, uint8_t quality) override;
  void flash(bool on) override;
  const char* sensor() override;

 private:
  bool start();
  void restart();
  bool set(const FrameSize& size, uint8_t quality);
  CameraFault missed();

  const BoardPins& pins_;
  Led led_;
  bool ready_;
  /** What the driver's buffers are made for. */
  const FrameSize* largest_;
  const FrameSize* size_;
  uint8_t quality_;
  /** Frames to come that are thrown away: exposure is not settled, or they are of the old size. */
  uint8_t skip_;
  /** Times in a row that the driver had no frame. */
  uint8_t missed_;
  /** The frame that is lent out; null: none. */
  camera_fb_t* held_;
};

}  // namespace camrelay
