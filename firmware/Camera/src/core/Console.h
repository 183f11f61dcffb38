#pragma once

#include <stddef.h>

namespace camrelay {

/** The serial monitor. Belongs to the loop task. Nothing here waits for somebody to look. */
class Console {
 public:
  virtual ~Console() = default;

  /** The next character that was typed; negative: none. */
  virtual int read() = 0;

  /**
   * Writes some characters, as many as fit without waiting.
   *
   * @return how many were taken. With nobody at the other end it takes all and drops them
   */
  virtual size_t write(const char* characters, size_t size) = 0;
};

}  // namespace camrelay
