#include "TouchPad.h"

#include <Arduino.h>

namespace camrelay {

void TouchPad::begin() {
  if (pins_.button) {
    pinMode(static_cast<uint8_t>(pins_.touch), INPUT_PULLUP);
  } else {
    touchRead(static_cast<uint8_t>(pins_.touch));
  }
}

uint32_t TouchPad::read() {
  if (pins_.button) {
    return digitalRead(static_cast<uint8_t>(pins_.touch)) == LOW ? 1 : 0;
  }
  return static_cast<uint32_t>(touchRead(static_cast<uint8_t>(pins_.touch)));
}

}  // namespace camrelay
