#pragma once

#include <string>

#include "Console.h"

namespace camrelay {

/** A serial monitor: what was printed, and what is typed. */
class FakeConsole : public Console {
 public:
  int read() override {
    if (typed.empty()) {
      return -1;
    }
    const unsigned char c = static_cast<unsigned char>(typed[0]);
    typed.erase(0, 1);
    return c;
  }

  size_t write(const char* characters, size_t size) override {
    const size_t taken = size < room ? size : room;
    room -= taken;
    printed.append(characters, taken);
    return taken;
  }

  std::string printed;
  std::string typed;
  /** Characters that it takes before it has to be read. */
  size_t room = SIZE_MAX;
};

}  // namespace camrelay
