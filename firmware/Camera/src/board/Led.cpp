#include "Led.h"

#include <Arduino.h>

namespace camrelay {

void Led::begin() {
  if (pin_ >= 0) {
    pinMode(static_cast<uint8_t>(pin_), OUTPUT);
    set(false);
  }
}

void Led::set(bool on) {
  if (pin_ >= 0) {
    digitalWrite(static_cast<uint8_t>(pin_), on ? HIGH : LOW);
  }
}

}  // namespace camrelay
