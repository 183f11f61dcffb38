#pragma once

#include <stdint.h>

/** Microseconds since the board's start. */
int64_t esp_timer_get_time();
