#pragma once

#include <stdint.h>

#include "../core/Clock.h"
#include "../core/Console.h"

namespace camrelay {

/**
 * The serial monitor, over whichever port the board's settings give `Serial`: the chip's own USB,
 * USB-OTG or a UART. Never waits for somebody to look.
 */
class SerialConsole : public Console {
 public:
  explicit SerialConsole(Clock& clock) : clock_(clock), roomAt_(0) {}

  /** In setup(). Gives a monitor two seconds to open, so that the first lines are seen. */
  void begin();

  int read() override;
  size_t write(const char* characters, size_t size) override;

 private:
  Clock& clock_;
  /** When the port last had room for a character. */
  int64_t roomAt_;
};

}  // namespace camrelay
