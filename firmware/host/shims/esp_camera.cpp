// The camera's driver: frames come by the sensor's clock, into buffers that are the sketch's only
// until it returns them.

#include "esp_camera.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "Heap.h"
#include "Jpeg.h"
#include "World.h"
#include "esp_heap_caps.h"

using host::Inside;
using host::Owner;
using host::settings;
using host::world;

const resolution_info_t resolution[] = {
    {96, 96},     {160, 120},   {176, 144},   {240, 176},   {240, 240},  {320, 240},
    {400, 296},   {480, 320},   {640, 480},   {800, 600},   {1024, 768}, {1280, 720},
    {1280, 1024}, {1600, 1200}, {1920, 1080}, {720, 1280},  {864, 1536}, {2048, 1536},
    {2560, 1440}, {2560, 1600}, {1080, 1920}, {2560, 1920},
};

namespace {

constexpr int64_t PATIENCE = 4000;
constexpr framesize_t LARGEST = FRAMESIZE_UXGA;  // of an OV2640

struct Buffer {
  camera_fb_t frame{};
  std::vector<uint8_t> bytes;
  bool held = false;
  // In CAMERA_GRAB_WHEN_EMPTY: since when it waits to be filled.
  int64_t emptySince = 0;
};

/** The driver. Belongs to the loop task. */
struct {
  bool begun = false;
  camera_config_t config{};
  size_t capacity = 0;
  std::vector<Buffer> buffers;
  int64_t startedAt = 0;
  int64_t lastGiven = -1;  // number of the frame
  void* memory = nullptr;
} driver;

sensor_t sensor;

std::vector<std::vector<uint8_t>> pictures;

void loadPictures() {
  std::vector<std::string> names;
  DIR* folder = opendir(settings.framesFolder.c_str());
  while (dirent* entry = folder == nullptr ? nullptr : readdir(folder)) {
    const std::string name = entry->d_name;
    if (name.size() > 4 &&
        (name.rfind(".jpg") == name.size() - 4 || name.rfind(".jpeg") == name.size() - 5)) {
      names.push_back(name);
    }
  }
  if (folder != nullptr) {
    closedir(folder);
  }
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    FILE* file = fopen((settings.framesFolder + "/" + name).c_str(), "rbe");
    std::vector<uint8_t> bytes(4u << 20);
    bytes.resize(file == nullptr ? 0 : fread(bytes.data(), 1, bytes.size(), file));
    if (file != nullptr) {
      fclose(file);
    }
    pictures.push_back(std::move(bytes));
  }
  if (pictures.empty()) {
    fprintf(stderr, "host: no JPEGs in %s\n", settings.framesFolder.c_str());
    host::finish("frames", 2);
  }
}

size_t wantedBytes(host::Draw& draw) {
  if (settings.frameBytesMost > 0) {
    return static_cast<size_t>(draw.between(settings.frameBytesLeast, settings.frameBytesMost));
  }
  // About what is seen on boards: UXGA at quality 12 has 160 KB, give or take a third.
  const size_t pixels = static_cast<size_t>(resolution[sensor.status.framesize].width) *
                        resolution[sensor.status.framesize].height;
  const size_t quality = std::max<size_t>(sensor.status.quality, 5);
  return pixels / quality * static_cast<size_t>(draw.between(70, 130)) / 100;
}

std::vector<uint8_t> nextPicture() {
  const uint64_t number = world->frameNumber++;
  host::Draw draw{world->seed ^ number * 0xD1342543DE82EF95u};
  if (!settings.framesFolder.empty()) {
    std::vector<uint8_t> picture = pictures[number % pictures.size()];
    host::addComment(&picture, draw.next());
    return picture;
  }
  const resolution_info_t& size = resolution[sensor.status.framesize];
  const size_t bytes = wantedBytes(draw);
  return host::makeJpeg(size.width, size.height, bytes, draw.next());
}

timeval since(int64_t millis) {
  timeval time;
  time.tv_sec = millis / 1000;
  time.tv_usec = millis % 1000 * 1000;
  return time;
}

/** When the frame began that is given out at this time; waits for it where it must. */
int64_t nextFrameBegan(Buffer& buffer) {
  const int64_t period = settings.frameMillis;
  if (driver.config.grab_mode == CAMERA_GRAB_WHEN_EMPTY || driver.buffers.size() < 2) {
    // Filled once, by the first frame after it was returned.
    const int64_t number = (buffer.emptySince - driver.startedAt) / period + 1;
    const int64_t began = driver.startedAt + number * period;
    host::pause(began + period - host::bootMillis());
    return began;
  }
  int64_t number = (host::bootMillis() - driver.startedAt) / period - 1;
  if (number <= driver.lastGiven) {
    number = driver.lastGiven + 1;
    host::pause(driver.startedAt + (number + 1) * period - host::bootMillis());
  }
  driver.lastGiven = number;
  return driver.startedAt + number * period;
}

void checkNothingHeld(const char* what) {
  for (const Buffer& buffer : driver.buffers) {
    if (buffer.held) {
      host::abuse("%s while a frame is held", what);
    }
  }
}

int setFramesize(sensor_t* self, framesize_t size) {
  checkNothingHeld("set_framesize");
  if (size > LARGEST || size < 0) {
    return -1;
  }
  self->status.framesize = size;
  return 0;
}

int setQuality(sensor_t* self, int quality) {
  checkNothingHeld("set_quality");
  if (quality < 0 || quality > 63) {
    return -1;
  }
  self->status.quality = static_cast<uint8_t>(quality);
  return 0;
}

int setLevel(sensor_t*, int level) { return level < -2 || level > 2 ? -1 : 0; }
int setFlip(sensor_t*, int) { return 0; }

/** With two buffers one must turn round while the sketch has the other. */
Buffer* freeBuffer() {
  Buffer* found = nullptr;
  size_t left = 0;
  for (Buffer& buffer : driver.buffers) {
    if (!buffer.held) {
      found = &buffer;
      left++;
    }
  }
  if (left == 0 || (left == 1 && driver.buffers.size() > 1)) {
    host::abuse("esp_camera_fb_get leaves the driver none of its %zu buffers",
                driver.buffers.size());
  }
  return found;
}

}  // namespace

camera_sensor_info_t* esp_camera_sensor_get_info(sensor_id_t* id) {
  static camera_sensor_info_t info = {"OV2640", OV2640_PID, LARGEST, true};
  return id->PID == OV2640_PID ? &info : nullptr;
}

esp_err_t esp_camera_init(const camera_config_t* config) {
  Inside inside(Owner::OTHER);
  if (driver.begun) {
    host::abuse("esp_camera_init twice");
  }
  if (!settings.camera) {
    return ESP_ERR_NOT_FOUND;
  }
  if (config->pixel_format != PIXFORMAT_JPEG || config->fb_count == 0 ||
      config->frame_size > LARGEST) {
    host::abuse("esp_camera_init: only JPEG up to UXGA is shimmed");
  }
  if (config->pin_xclk != 10 || config->pin_sccb_sda != 40 || config->pin_sccb_scl != 39 ||
      config->pin_d0 != 15 || config->pin_d7 != 48 || config->pin_vsync != 38 ||
      config->pin_href != 47 || config->pin_pclk != 13) {
    return ESP_ERR_NOT_FOUND;  // not wired like the XIAO ESP32S3 Sense
  }
  const resolution_info_t& size = resolution[config->frame_size];
  driver.capacity = static_cast<size_t>(size.width) * size.height / 5;
  driver.memory = heap_caps_malloc(
      driver.capacity * config->fb_count,
      config->fb_location == CAMERA_FB_IN_PSRAM ? MALLOC_CAP_SPIRAM : MALLOC_CAP_INTERNAL);
  if (driver.memory == nullptr) {
    return ESP_ERR_NO_MEM;
  }
  if (!settings.framesFolder.empty() && pictures.empty()) {
    loadPictures();
  }
  driver.begun = true;
  driver.config = *config;
  driver.startedAt = host::bootMillis();
  driver.lastGiven = -1;
  driver.buffers = std::vector<Buffer>(config->fb_count);
  for (Buffer& buffer : driver.buffers) {
    buffer.emptySince = driver.startedAt;
  }
  sensor.id.PID = OV2640_PID;
  sensor.slv_addr = 0x30;
  sensor.pixformat = config->pixel_format;
  sensor.xclk_freq_hz = config->xclk_freq_hz;
  sensor.status.framesize = config->frame_size;
  sensor.status.quality = static_cast<uint8_t>(config->jpeg_quality);
  sensor.set_framesize = setFramesize;
  sensor.set_quality = setQuality;
  sensor.set_contrast = sensor.set_brightness = sensor.set_saturation = setLevel;
  sensor.set_hmirror = sensor.set_vflip = setFlip;
  return ESP_OK;
}

esp_err_t esp_camera_deinit() {
  if (!driver.begun) {
    return ESP_ERR_INVALID_STATE;
  }
  checkNothingHeld("esp_camera_deinit");
  driver.begun = false;
  driver.buffers.clear();
  heap_caps_free(driver.memory);
  driver.memory = nullptr;
  return ESP_OK;
}

camera_fb_t* esp_camera_fb_get() {
  if (!driver.begun) {
    return nullptr;
  }
  Inside inside(Owner::OTHER);
  Buffer* buffer = freeBuffer();
  const int64_t until = host::bootMillis() + PATIENCE;
  if (host::takeOne(world->cameraNull)) {
    host::pause(PATIENCE);
    world->nullFrames++;
    return nullptr;
  }
  for (;;) {
    int64_t began = nextFrameBegan(*buffer);
    std::vector<uint8_t> picture = nextPicture();
    const bool broken = host::takeOne(world->cameraOverflow) || host::takeOne(world->cameraCut);
    // FB-OVF or NO-EOI: dropped inside, and the next one is waited for.
    if (!broken && picture.size() <= driver.capacity) {
      if (host::takeOne(world->cameraStale)) {
        began = std::max<int64_t>(0, began - 3000);
        world->staleFrames++;
      }
      buffer->bytes = std::move(picture);
      buffer->held = true;
      // The driver tells the size that the sensor was set to, whatever the picture says.
      const resolution_info_t& size = resolution[sensor.status.framesize];
      buffer->frame = camera_fb_t{buffer->bytes.data(), buffer->bytes.size(), size.width,
                                  size.height,          PIXFORMAT_JPEG,       since(began)};
      world->frames++;
      return &buffer->frame;
    }
    world->droppedFrames++;
    buffer->emptySince = host::bootMillis();
    if (host::bootMillis() >= until) {
      world->nullFrames++;
      return nullptr;
    }
  }
}

void esp_camera_fb_return(camera_fb_t* frame) {
  Inside inside(Owner::OTHER);
  for (Buffer& buffer : driver.buffers) {
    if (&buffer.frame == frame) {
      if (!buffer.held) {
        host::abuse("esp_camera_fb_return of a frame that was returned already");
      }
      buffer.held = false;
      buffer.emptySince = host::bootMillis();
      // Whoever still reads it meets the sanitizer, or an empty frame.
      std::vector<uint8_t>().swap(buffer.bytes);
      buffer.frame.buf = nullptr;
      buffer.frame.len = 0;
      return;
    }
  }
  host::abuse("esp_camera_fb_return of what is no frame of the driver");
}

sensor_t* esp_camera_sensor_get() { return driver.begun ? &sensor : nullptr; }
