#pragma once

#include <string>
#include <utility>
#include <vector>

#include "LogRing.h"
#include "LoopMonitor.h"
#include "Monitor.h"
#include "Printer.h"
#include "fakes/FakeClock.h"
#include "fakes/FakeConsole.h"

namespace camrelay {

/** Both monitors over one console, and what they put into the log. */
class Screen {
 public:
  explicit Screen(uint32_t bytes = 32768)
      : loopMemory_(bytes),
        networkMemory_(bytes),
        logMemory_(8192),
        loop(clock, loopLines, log),
        network(clock, networkLines, log),
        printer(console, loopLines, networkLines) {
    loopLines.begin(loopMemory_.data(), bytes);
    networkLines.begin(networkMemory_.data(), bytes);
    log.begin(logMemory_.data(), static_cast<uint32_t>(logMemory_.size()));
  }

  /** Time passes; what waits is printed, as the loop task does all the time. */
  Screen& after(int64_t millis) {
    print();
    clock.now += millis;
    return *this;
  }

  /** All that was printed since the last call. */
  std::string text() {
    print();
    return std::exchange(console.printed, std::string());
  }

  /** The same on one line, without folds. */
  std::string unfolded() {
    std::string out;
    for (char c : text()) {
      const bool blank = c == ' ' || c == '\n';
      if (!blank) {
        out += c;
      } else if (!out.empty() && out.back() != ' ') {
        out += ' ';
      }
    }
    return out;
  }

  /** All log lines, each with its level. */
  std::string logged() {
    std::string out;
    LoggedLine line;
    for (uint32_t i = log.oldest(); log.at(i, &line); i++) {
      out += std::string(word(line.level)) + " " + line.text.c_str() + "\n";
    }
    return out;
  }

 private:
  void print() {
    while (printer.step()) {
    }
  }

  std::vector<char> loopMemory_;
  std::vector<char> networkMemory_;
  std::vector<char> logMemory_;

 public:
  FakeClock clock;
  FakeConsole console;
  LineRing loopLines;
  LineRing networkLines;
  LogRing log;
  LoopMonitor loop;
  Monitor network;
  Printer printer;
};

/** Bytes of a string that outlives them. */
inline Bytes bytesOf(const char* string) {
  return Bytes{reinterpret_cast<const uint8_t*>(string), static_cast<uint32_t>(strlen(string))};
}

}  // namespace camrelay
