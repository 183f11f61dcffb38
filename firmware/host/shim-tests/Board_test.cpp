#include "Board.h"

#include <doctest/doctest.h>
#include <string.h>

#include <string>
#include <thread>

#include "../shims/Heap.h"
#include "../shims/Script.h"
#include "../shims/World.h"
#include "Arduino.h"
#include "Preferences.h"
#include "SD.h"
#include "esp_camera.h"
#include "esp_heap_caps.h"

namespace {

bool startCamera(size_t buffers = 2, camera_grab_mode_t mode = CAMERA_GRAB_LATEST) {
  camera_config_t config = {};
  config.pin_xclk = 10;
  config.pin_sccb_sda = 40;
  config.pin_sccb_scl = 39;
  config.pin_d0 = 15;
  config.pin_d7 = 48;
  config.pin_vsync = 38;
  config.pin_href = 47;
  config.pin_pclk = 13;
  config.pixel_format = PIXFORMAT_JPEG;
  config.frame_size = FRAMESIZE_SVGA;
  config.jpeg_quality = 12;
  config.fb_count = buffers;
  config.grab_mode = mode;
  esp_camera_deinit();
  return esp_camera_init(&config) == ESP_OK;
}

int64_t millisOf(const timeval& time) { return time.tv_sec * 1000 + time.tv_usec / 1000; }

const uint8_t* bytesOf(const char* text) { return reinterpret_cast<const uint8_t*>(text); }

}  // namespace

TEST_CASE("each frame is a JPEG of its own, whole, and newer than the last") {
  Started board;
  REQUIRE(startCamera());
  int64_t before = -1;
  std::string last;
  for (int i = 0; i < 5; i++) {
    camera_fb_t* frame = esp_camera_fb_get();
    REQUIRE(frame != nullptr);
    CHECK(frame->width == 800);
    CHECK(frame->height == 600);
    CHECK(frame->len > 20000);
    CHECK(frame->len <= 96000);
    CHECK(memcmp(frame->buf, "\xFF\xD8\xFF", 3) == 0);
    CHECK(memcmp(frame->buf + frame->len - 2, "\xFF\xD9", 2) == 0);
    CHECK(millisOf(frame->timestamp) > before);
    before = millisOf(frame->timestamp);
    const std::string bytes(reinterpret_cast<char*>(frame->buf), frame->len);
    CHECK(bytes != last);
    last = bytes;
    esp_camera_fb_return(frame);
  }
}

TEST_CASE("the latest frame is young after a pause, with one buffer it is old") {
  Started board;
  REQUIRE(startCamera());
  delay(5000);
  camera_fb_t* frame = esp_camera_fb_get();
  CHECK(host::bootMillis() - millisOf(frame->timestamp) < 1000);
  esp_camera_fb_return(frame);
  REQUIRE(startCamera(1, CAMERA_GRAB_WHEN_EMPTY));
  delay(5000);
  frame = esp_camera_fb_get();
  CHECK(host::bootMillis() - millisOf(frame->timestamp) > 4000);
  esp_camera_fb_return(frame);
}

TEST_CASE("frames that do not come, are stale, or are dropped by the driver") {
  Started board;
  REQUIRE(startCamera());
  REQUIRE(host::command("camera null 1"));
  const unsigned long began = millis();
  CHECK(esp_camera_fb_get() == nullptr);
  CHECK(millis() - began >= 4000);
  REQUIRE(host::command("camera stale 1"));
  camera_fb_t* frame = esp_camera_fb_get();
  CHECK(host::bootMillis() - millisOf(frame->timestamp) > 2500);
  esp_camera_fb_return(frame);
  REQUIRE(host::command("camera overflow 2"));
  const uint64_t dropped = host::world->droppedFrames;
  frame = esp_camera_fb_get();
  CHECK(frame != nullptr);
  CHECK(host::world->droppedFrames - dropped == 2);
  esp_camera_fb_return(frame);
}

TEST_CASE("frames that are misused abort") {
  Started board;
  REQUIRE(startCamera());
  CHECK(aborts([] {
    esp_camera_fb_get();
    esp_camera_fb_get();
  }));
  CHECK(aborts([] {
    camera_fb_t* frame = esp_camera_fb_get();
    esp_camera_fb_return(frame);
    esp_camera_fb_return(frame);
  }));
  CHECK(aborts([] {
    esp_camera_fb_get();
    sensor_t* sensor = esp_camera_sensor_get();
    sensor->set_framesize(sensor, FRAMESIZE_VGA);
  }));
}

TEST_CASE("the sensor takes sizes that it has") {
  Started board;
  REQUIRE(startCamera());
  sensor_t* sensor = esp_camera_sensor_get();
  CHECK(sensor->set_framesize(sensor, FRAMESIZE_QXGA) != 0);
  CHECK(sensor->set_quality(sensor, 64) != 0);
  CHECK(sensor->set_framesize(sensor, FRAMESIZE_QVGA) == 0);
  camera_fb_t* frame = esp_camera_fb_get();
  CHECK(frame->width == 320);
  esp_camera_fb_return(frame);
}

TEST_CASE("a file is as long as was written once it is closed, and as before if the power fails") {
  Started board;
  REQUIRE(SD.begin(21));
  File file = SD.open("/a.txt", FILE_WRITE);
  CHECK(file.write(bytesOf("hello"), 5) == 5);
  file.close();
  file = SD.open("/a.txt");
  CHECK(file.size() == 5);
  CHECK(strcmp(file.name(), "a.txt") == 0);
  CHECK(strcmp(file.path(), "/a.txt") == 0);
  file.close();
  file = SD.open("/b.txt", FILE_WRITE);
  CHECK(file.write(bytesOf("hello"), 5) == 5);
  host::losePowerOfCard();
  file.close();
  file = SD.open("/b.txt");
  CHECK(file.size() == 0);
  file.close();
}

TEST_CASE("a rename does not replace, and a path begins with a slash") {
  Started board;
  REQUIRE(SD.begin(21));
  for (const char* path : {"/c.txt", "/d.txt"}) {
    File file = SD.open(path, FILE_WRITE);
    file.close();
  }
  CHECK_FALSE(SD.rename("/c.txt", "/d.txt"));
  CHECK(SD.remove("/d.txt"));
  CHECK(SD.rename("/c.txt", "/d.txt"));
  CHECK_FALSE(SD.exists("d.txt"));
  CHECK_FALSE(SD.open("d.txt"));
  CHECK(SD.remove("/d.txt"));
}

TEST_CASE("a full card takes what fits, a card that is out takes nothing until it is begun anew") {
  Started board;
  SD.end();
  REQUIRE(SD.begin(21));
  REQUIRE(host::command("card room 7"));
  File file = SD.open("/e.txt", FILE_WRITE);
  CHECK(file.write(bytesOf("hello"), 5) == 5);
  CHECK(file.write(bytesOf("hello"), 5) == 2);
  CHECK(file.write(bytesOf("hello"), 5) == 0);
  file.close();
  CHECK(SD.totalBytes() - SD.usedBytes() == 0);
  CHECK(SD.remove("/e.txt"));
  CHECK(SD.totalBytes() - SD.usedBytes() == 7);
  REQUIRE(host::command("card full"));
  file = SD.open("/e.txt", FILE_WRITE);
  CHECK(file.write(bytesOf("hello"), 5) == 0);
  file.close();
  REQUIRE(host::command("card in"));
  file = SD.open("/e.txt", FILE_APPEND);
  REQUIRE(host::command("card out"));
  CHECK(file.write(bytesOf("hello"), 5) == 0);
  REQUIRE(host::command("card in"));
  CHECK(file.write(bytesOf("hello"), 5) == 0);
  CHECK_FALSE(SD.open("/"));
  file.close();
  SD.end();
  CHECK(SD.begin(21));
  CHECK(SD.open("/"));
}

TEST_CASE("a card that fails after some operations fails until it is put in again") {
  Started board;
  SD.end();
  REQUIRE(SD.begin(21));
  REQUIRE(host::command("card fails after 2"));
  CHECK_FALSE(SD.exists("/none"));
  CHECK(SD.mkdir("/folder"));
  CHECK_FALSE(SD.mkdir("/folder2"));
  SD.end();
  CHECK_FALSE(SD.begin(21));
  REQUIRE(host::command("card in"));
  CHECK(SD.begin(21));
  CHECK(SD.mkdir("/folder2"));
}

TEST_CASE("NVS keeps values of their type, and no others") {
  Started board;
  Preferences memory;
  CHECK_FALSE(memory.begin("never", true));
  REQUIRE(memory.begin("test"));
  CHECK(memory.putBytes("bytes", "hello", 5) == 5);
  char into[8] = {};
  CHECK(memory.getBytes("bytes", into, 4) == 0);
  CHECK(memory.getBytes("bytes", into, sizeof(into)) == 5);
  CHECK(strcmp(into, "hello") == 0);
  CHECK(memory.getUInt("bytes", 7) == 7);
  CHECK(memory.putULong64("epoch", 1ull << 60) == 8);
  CHECK(memory.getULong64("epoch") == 1ull << 60);
  REQUIRE(host::command("nvs fails 1"));
  CHECK(memory.putBytes("bytes", "world", 5) == 0);
  CHECK(memory.getBytes("bytes", into, sizeof(into)) == 5);
  CHECK(strcmp(into, "hello") == 0);
  std::string large(20000, 'x');
  CHECK(memory.putBytes("large", large.data(), large.size()) == 0);
  CHECK(aborts([&] { memory.putBytes("sixteenletterkey", "a", 1); }));
}

TEST_CASE("PSRAM has an end") {
  Started board;
  const size_t free = heap_caps_get_free_size(MALLOC_CAP_SPIRAM);
  CHECK(heap_caps_malloc(free + 1, MALLOC_CAP_SPIRAM) == nullptr);
  void* memory = heap_caps_malloc(1000, MALLOC_CAP_SPIRAM);
  CHECK(heap_caps_get_free_size(MALLOC_CAP_SPIRAM) == free - 1000);
  heap_caps_free(memory);
}

TEST_CASE("allocations are counted for who makes them") {
  Started board;
  const auto count = [](host::Owner owner) {
    return host::world->allocations[static_cast<size_t>(owner)].load();
  };
  host::AsSketch sketch;
  host::countAllocations();
  const uint64_t ours = count(host::Owner::OURS), sd = count(host::Owner::SD);
  void* volatile waste = malloc(10);
  CHECK(count(host::Owner::OURS) == ours + 1);
  free(waste);
  {
    host::Inside inside(host::Owner::SD);
    waste = malloc(10);
    free(waste);
  }
  CHECK(count(host::Owner::SD) == sd + 1);
  {
    host::Inside inside(host::Owner::HOST);
    waste = malloc(10);
    free(waste);
  }
  const bool counted = count(host::Owner::OURS) == ours + 1;
  CHECK(counted);
}

TEST_CASE("what the host says in the middle of the sketch is not counted as the sketch's") {
  Started board;
  host::countAllocations();
  host::AsSketch sketch;
  const bool quiet = host::settings.quiet;
  host::settings.quiet = false;
  const uint64_t before = host::world->allocations[static_cast<size_t>(host::Owner::OURS)];
  host::say("the board says something");
  CHECK(host::world->allocations[static_cast<size_t>(host::Owner::OURS)] == before);
  host::settings.quiet = quiet;
}

TEST_CASE("allocations of the host's own threads are not counted") {
  Started board;
  host::countAllocations();
  const uint64_t before = host::world->allocations[static_cast<size_t>(host::Owner::OURS)];
  std::thread([] {
    void* volatile waste = malloc(10);
    free(waste);
  }).join();
  CHECK(host::world->allocations[static_cast<size_t>(host::Owner::OURS)] == before);
}

TEST_CASE("a script's times and commands are understood, and others are not") {
  Started board;
  CHECK(host::command("link slow 100 2s"));
  CHECK(host::command("wifi rssi -70"));
  CHECK(host::world->rssi == -70);
  for (const char* wrong :
       {"link", "link cat", "link cut after x up", "card fails", "wifi of", "write at most 0",
        "camera null", "camera nothing 3", "heap largest", "link slow 100 2h", "monitor", "say"}) {
    CHECK_FALSE_MESSAGE(host::command(wrong), wrong);
  }
}
