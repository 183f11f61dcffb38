#pragma once

#include <stdint.h>

namespace camrelay {

/** The touch pad, or a button in its place. Belongs to the loop task. */
class TouchReader {
 public:
  virtual ~TouchReader() = default;

  /** One reading. Its unit is the board's own; a button gives 0 and 1. */
  virtual uint32_t read() = 0;

  /** True where readings fall when the pad is touched, as on the plain ESP32. */
  virtual bool falls() = 0;

  /** True for a button: nothing is to be calibrated, and a press is a BUTTON and no TOUCH. */
  virtual bool button() = 0;
};

}  // namespace camrelay
