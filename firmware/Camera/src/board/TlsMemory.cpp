#include "TlsMemory.h"

#include <Arduino.h>
#include <esp_heap_caps.h>
#include <esp_timer.h>
#include <freertos/FreeRTOS.h>
#include <freertos/task.h>
#include <mbedtls/platform.h>

#include <atomic>

namespace camrelay {
namespace TlsMemory {

namespace {

/** Bytes from which on a block goes to PSRAM. */
constexpr size_t LARGE = 4096;

constexpr uint32_t INTERNAL = MALLOC_CAP_INTERNAL | MALLOC_CAP_8BIT;
constexpr uint32_t PSRAM = MALLOC_CAP_SPIRAM | MALLOC_CAP_8BIT;

/** The task that is looked out for; null: none. Wi-Fi's tasks use mbedTLS too, and read it. */
std::atomic<TaskHandle_t> watchedTask(nullptr);
/** Belongs to the watched task. */
int64_t watchedAt = -1;

void* allocate(size_t count, size_t size) {
  if (watchedTask.load() == xTaskGetCurrentTaskHandle()) {
    watchedTask.store(nullptr);
    watchedAt = esp_timer_get_time() / 1000;
  }
  if (size != 0 && count > SIZE_MAX / size) {
    return nullptr;
  }
  if (count * size >= LARGE && psramFound()) {
    void* block = heap_caps_calloc(count, size, PSRAM);
    if (block != nullptr) {
      return block;
    }
  }
  return heap_caps_calloc(count, size, INTERNAL);
}

}  // namespace

void usePsram() { mbedtls_platform_set_calloc_free(allocate, heap_caps_free); }

void watch() {
  watchedAt = -1;
  watchedTask.store(xTaskGetCurrentTaskHandle());
}

int64_t watched() {
  watchedTask.store(nullptr);
  return watchedAt;
}

}  // namespace TlsMemory
}  // namespace camrelay
