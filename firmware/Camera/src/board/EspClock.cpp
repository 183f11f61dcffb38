#include "EspClock.h"

#include <Arduino.h>
#include <esp_timer.h>
#if defined(ESP_ARDUINO_VERSION) && ESP_ARDUINO_VERSION >= ESP_ARDUINO_VERSION_VAL(3, 0, 0)
#include <esp_random.h>
#else
#include <esp_system.h>
#endif

namespace camrelay {

int64_t EspClock::millis() { return esp_timer_get_time() / 1000; }

uint32_t EspClock::random() { return esp_random(); }

}  // namespace camrelay
