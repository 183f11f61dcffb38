#include "Esp32Camera.h"

#include <Arduino.h>
#include <string.h>

#include "../core/Message.h"

namespace camrelay {

namespace {

constexpr uint8_t QUALITY = 10;
constexpr int XCLK_HZ = 20000000;

/** Frames without a settled exposure. */
constexpr uint8_t SKIP_AT_START = 3;
/** Frames that were under way when size, quality or light changed. */
constexpr uint8_t SKIP_AT_CHANGE = 2;
/** Frames that are looked at for one photo, beside those that are skipped. Two can be stale. */
constexpr uint8_t LOOKS = 6;
/** Times in a row that the driver may have no frame before it is started anew. */
constexpr uint8_t MISSES = 3;

int64_t beganAt(const camera_fb_t* frame) {
  return static_cast<int64_t>(frame->timestamp.tv_sec) * 1000 + frame->timestamp.tv_usec / 1000;
}

bool whole(const camera_fb_t* frame) {
  const uint8_t* bytes = frame->buf;
  const size_t n = frame->len;
  return n > 5 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF &&
         bytes[n - 2] == 0xFF && bytes[n - 1] == 0xD9;
}

}  // namespace

Esp32Camera::Esp32Camera(const BoardPins& pins)
    : pins_(pins),
      led_(pins.flash == pins.card.select ? static_cast<int8_t>(-1) : pins.flash),
      ready_(false),
      largest_(nullptr),
      size_(nullptr),
      quality_(QUALITY),
      skip_(0),
      missed_(0),
      held_(nullptr) {}

CameraFault Esp32Camera::begin() {
  led_.begin();
  // Without PSRAM everything shares the internal memory: Wi-Fi, TLS, a copy of the frame.
  largest_ = FrameSize::of(text(psramFound() ? "UXGA" : "CIF"));
  size_ = largest_;
  if (!start()) {
    return CameraFault::NOT_FOUND;
  }
  return psramFound() ? CameraFault::NONE : CameraFault::NO_PSRAM;
}

bool Esp32Camera::start() {
  camera_config_t config;
  memset(&config, 0, sizeof(config));
  config.pin_pwdn = pins_.camera.powerDown;
  config.pin_reset = pins_.camera.reset;
  config.pin_xclk = pins_.camera.xclk;
  config.pin_sccb_sda = pins_.camera.sccbData;
  config.pin_sccb_scl = pins_.camera.sccbClock;
  config.pin_d0 = pins_.camera.data[0];
  config.pin_d1 = pins_.camera.data[1];
  config.pin_d2 = pins_.camera.data[2];
  config.pin_d3 = pins_.camera.data[3];
  config.pin_d4 = pins_.camera.data[4];
  config.pin_d5 = pins_.camera.data[5];
  config.pin_d6 = pins_.camera.data[6];
  config.pin_d7 = pins_.camera.data[7];
  config.pin_vsync = pins_.camera.vsync;
  config.pin_href = pins_.camera.href;
  config.pin_pclk = pins_.camera.pclk;
  config.xclk_freq_hz = XCLK_HZ;
  config.ledc_timer = LEDC_TIMER_0;
  config.ledc_channel = LEDC_CHANNEL_0;
  config.pixel_format = PIXFORMAT_JPEG;
  // The buffers are as large as the size given here, whatever is set later.
  config.frame_size = largest_->number;
  config.jpeg_quality = QUALITY;
  config.fb_count = psramFound() ? 2 : 1;
  config.fb_location = psramFound() ? CAMERA_FB_IN_PSRAM : CAMERA_FB_IN_DRAM;
  // The newest frame, not the one that filled a buffer first; it takes two buffers.
  config.grab_mode = psramFound() ? CAMERA_GRAB_LATEST : CAMERA_GRAB_WHEN_EMPTY;
  ready_ = esp_camera_init(&config) == ESP_OK;
  missed_ = 0;
  skip_ = SKIP_AT_START;
  if (ready_) {
    sensor_t* sensor = esp_camera_sensor_get();
    if (sensor != nullptr && sensor->id.PID == OV3660_PID) {
      // This one is built in upside down.
      sensor->set_vflip(sensor, 1);
    }
  }
  return ready_;
}

void Esp32Camera::restart() {
  const FrameSize* size = size_;
  const uint8_t quality = quality_;
  if (ready_) {
    esp_camera_deinit();
  }
  size_ = largest_;
  quality_ = QUALITY;
  if (start() && (size != size_ || quality != quality_)) {
    set(*size, quality);
  }
}

CameraFault Esp32Camera::take(int64_t notBefore, Frame* frame) {
  if (largest_ == nullptr || held_ != nullptr) {
    return CameraFault::NO_FRAME;
  }
  if (!ready_) {
    restart();
    if (!ready_) {
      return CameraFault::NOT_FOUND;
    }
  }
  CameraFault fault = CameraFault::NO_FRAME;
  for (uint8_t looks = 0; looks < LOOKS;) {
    camera_fb_t* next = esp_camera_fb_get();
    if (next == nullptr) {
      // It has waited for four seconds.
      return missed();
    }
    if (skip_ > 0) {
      skip_--;
    } else if (beganAt(next) < notBefore) {
      fault = CameraFault::STALE;
      looks++;
    } else if (!whole(next)) {
      fault = CameraFault::BROKEN;
      looks++;
    } else {
      missed_ = 0;
      held_ = next;
      *frame =
          Frame{next->buf, static_cast<uint32_t>(next->len), static_cast<uint16_t>(next->width),
                static_cast<uint16_t>(next->height), beganAt(next)};
      return CameraFault::NONE;
    }
    esp_camera_fb_return(next);
  }
  return fault;
}

CameraFault Esp32Camera::missed() {
  if (++missed_ >= MISSES) {
    restart();
  }
  return CameraFault::NO_FRAME;
}

void Esp32Camera::flash(bool on) {
  led_.set(on);
  if (on && led_.exists()) {
    // The exposure has to settle in the new light.
    skip_ = SKIP_AT_CHANGE;
  }
}

void Esp32Camera::giveBack() {
  if (held_ != nullptr) {
    esp_camera_fb_return(held_);
    held_ = nullptr;
  }
}

bool Esp32Camera::apply(const Text& frameSize, uint8_t quality) {
  const FrameSize* size = frameSize.empty() ? largest_ : FrameSize::of(frameSize);
  const uint8_t wanted = quality == ProfileData::OWN_QUALITY ? QUALITY : quality;
  if (!ready_ || held_ != nullptr || size == nullptr || wanted > ProfileData::MAX_QUALITY ||
      size->pixels() > largest_->pixels()) {
    return false;
  }
  return (size == size_ && wanted == quality_) || set(*size, wanted);
}

bool Esp32Camera::set(const FrameSize& size, uint8_t quality) {
  sensor_t* sensor = esp_camera_sensor_get();
  if (sensor == nullptr) {
    return false;
  }
  skip_ = SKIP_AT_CHANGE;
  if (sensor->set_framesize(sensor, size.number) != 0 ||
      sensor->set_quality(sensor, quality) != 0) {
    sensor->set_framesize(sensor, size_->number);
    sensor->set_quality(sensor, quality_);
    return false;
  }
  size_ = &size;
  quality_ = quality;
  return true;
}

const char* Esp32Camera::sensor() {
  const sensor_t* sensor = ready_ ? esp_camera_sensor_get() : nullptr;
  if (sensor == nullptr) {
    return "none";
  }
  switch (sensor->id.PID) {
    case OV2640_PID:
      return "OV2640";
    case OV3660_PID:
      return "OV3660";
    case OV5640_PID:
      return "OV5640";
    default:
      return "unknown";
  }
}

}  // namespace camrelay
