#include "SerialConsole.h"

#include <Arduino.h>

namespace camrelay {

namespace {

/** Only a UART looks at it. */
constexpr unsigned long BAUD = 115200;
/** Bytes that wait for the host; the libraries' own 256 are less than an answer's line or two. */
constexpr size_t WAITING = 2048;
constexpr int64_t MONITOR_MILLIS = 2000;
/** A cable without a reader: after so long what is written is dropped, until there is room again.
 */
constexpr int64_t STUCK_MILLIS = 250;

}  // namespace

void SerialConsole::begin() {
#if !ARDUINO_USB_CDC_ON_BOOT || ARDUINO_USB_MODE
  // The class for USB-OTG has no such call.
  Serial.setTxBufferSize(WAITING);
#endif
  Serial.begin(BAUD);
#if ARDUINO_USB_CDC_ON_BOOT
  Serial.setTxTimeoutMs(0);
#endif
  const int64_t until = clock_.millis() + MONITOR_MILLIS;
  while (!Serial && clock_.millis() < until) {
    delay(10);
  }
  roomAt_ = clock_.millis();
}

int SerialConsole::read() { return Serial.read(); }

size_t SerialConsole::write(const char* characters, size_t size) {
  if (!Serial) {
    return size;
  }
  const int64_t now = clock_.millis();
  const int room = Serial.availableForWrite();
  if (room <= 0) {
    return now - roomAt_ < STUCK_MILLIS ? 0 : size;
  }
  roomAt_ = now;
  const size_t fits = static_cast<size_t>(room) < size ? static_cast<size_t>(room) : size;
  return Serial.write(reinterpret_cast<const uint8_t*>(characters), fits);
}

}  // namespace camrelay
