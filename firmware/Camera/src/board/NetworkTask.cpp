#include "NetworkTask.h"

#include <freertos/FreeRTOS.h>
#include <freertos/task.h>
#include <stdint.h>

#include "../core/Firmware.h"

namespace camrelay {

namespace {

/** Bytes. A handshake with its certificate takes about half of it. */
constexpr uint32_t STACK = 16 * 1024;
/** The loop task's: neither holds up the other, also while a handshake calculates. */
constexpr UBaseType_t PRIORITY = 1;
/** Wi-Fi itself has core 0. */
constexpr BaseType_t CORE = 1;

}  // namespace

bool NetworkTask::start() {
  return xTaskCreatePinnedToCore(run, "network", STACK, this, PRIORITY, nullptr, CORE) == pdPASS;
}

void NetworkTask::run(void* task) {
  Firmware& firmware = static_cast<NetworkTask*>(task)->firmware_;
  for (;;) {
    const uint32_t millis = firmware.networkStep();
    // A tick at least, so that tasks of lower priority run too.
    const TickType_t ticks = pdMS_TO_TICKS(millis);
    vTaskDelay(ticks == 0 ? 1 : ticks);
  }
}

}  // namespace camrelay
