#include "Esp32Board.h"

#include <Arduino.h>
#include <esp_heap_caps.h>
#include <esp_system.h>

namespace camrelay {

namespace {

/** What Wi-Fi, TLS and tasks live on. */
constexpr uint32_t INTERNAL = MALLOC_CAP_INTERNAL | MALLOC_CAP_8BIT;
constexpr uint32_t PSRAM = MALLOC_CAP_SPIRAM | MALLOC_CAP_8BIT;

}  // namespace

uint32_t Esp32Board::freeHeap() { return static_cast<uint32_t>(heap_caps_get_free_size(INTERNAL)); }

uint32_t Esp32Board::largestBlock() {
  return static_cast<uint32_t>(heap_caps_get_largest_free_block(INTERNAL));
}

uint32_t Esp32Board::freePsram() {
  return psramFound() ? static_cast<uint32_t>(heap_caps_get_free_size(PSRAM)) : 0;
}

ResetReason Esp32Board::resetReason() {
  switch (esp_reset_reason()) {
    case ESP_RST_POWERON:
      return ResetReason::POWER_ON;
    case ESP_RST_EXT:
      return ResetReason::EXTERNAL_;
    case ESP_RST_SW:
      return ResetReason::SOFTWARE;
    case ESP_RST_PANIC:
      return ResetReason::PANIC;
    case ESP_RST_INT_WDT:
    case ESP_RST_TASK_WDT:
    case ESP_RST_WDT:
      return ResetReason::WATCHDOG;
    case ESP_RST_DEEPSLEEP:
      return ResetReason::DEEP_SLEEP;
    case ESP_RST_BROWNOUT:
      return ResetReason::BROWNOUT;
    default:
      // Newer cores know more reasons than camrelay/1.
      return ResetReason::UNKNOWN;
  }
}

void* Esp32Board::reserve(size_t bytes) {
  return heap_caps_malloc(bytes, psramFound() ? PSRAM : INTERNAL);
}

void Esp32Board::restart() { ESP.restart(); }

}  // namespace camrelay
