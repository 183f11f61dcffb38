#pragma once

#include <stdint.h>

namespace camrelay {

/** A lamp on a pin, lit while the pin is high; or none at all. */
class Led {
 public:
  /** @param pin -1: there is none */
  explicit Led(int8_t pin) : pin_(pin) {}

  /** In setup(). */
  void begin();

  bool exists() const { return pin_ >= 0; }
  void set(bool on);

 private:
  const int8_t pin_;
};

}  // namespace camrelay
