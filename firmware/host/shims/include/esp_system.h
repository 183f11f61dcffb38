#pragma once

#include <stdint.h>

#include "esp_err.h"

typedef enum {
  ESP_RST_UNKNOWN,
  ESP_RST_POWERON,
  ESP_RST_EXT,
  ESP_RST_SW,
  ESP_RST_PANIC,
  ESP_RST_INT_WDT,
  ESP_RST_TASK_WDT,
  ESP_RST_WDT,
  ESP_RST_DEEPSLEEP,
  ESP_RST_BROWNOUT,
  ESP_RST_SDIO,
  ESP_RST_USB,
  ESP_RST_JTAG,
} esp_reset_reason_t;

esp_reset_reason_t esp_reset_reason();
[[noreturn]] void esp_restart();
uint32_t esp_get_free_heap_size();
uint32_t esp_get_minimum_free_heap_size();
