#include "TouchPad.h"

#include <Arduino.h>

namespace camrelay {

void TouchPad::begin() {
  if (pins_.touch.button) {
    pinMode(static_cast<uint8_t>(pins_.touch.pin), INPUT_PULLUP);
  } else {
    touchRead(static_cast<uint8_t>(pins_.touch.pin));
  }
}

uint32_t TouchPad::read() {
  if (pins_.touch.button) {
    return digitalRead(static_cast<uint8_t>(pins_.touch.pin)) == LOW ? 1 : 0;
  }
  return static_cast<uint32_t>(touchRead(static_cast<uint8_t>(pins_.touch.pin)));
}

}  // namespace camrelay
