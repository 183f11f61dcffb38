#pragma once

#include <doctest/doctest.h>

#include <deque>
#include <vector>

#include "SessionScript.h"
#include "Transport.h"

namespace camrelay {
namespace script {

/** A transport of the test's making, which checks how it is used. */
class ScriptedTransport : public Transport {
 public:
  explicit ScriptedTransport(FakeClock& itsClock) : clock(itsClock) {}

  LinkFault network() override { return wifiFault; }

  Opened open() override {
    opens++;
    REQUIRE_FALSE(isOpen);
    clock.now += openMillis;
    if (openFault != LinkFault::NONE) {
      return Opened{openFault, openNumber, 0, 0};
    }
    isOpen = true;
    return Opened{LinkFault::NONE, 0, 3, 40};
  }

  size_t write(const uint8_t* bytes, size_t size) override {
    REQUIRE(isOpen);
    REQUIRE_FALSE(writeFailed);
    REQUIRE(size > 0);
    writes.push_back(size);
    size_t taken = size < mostTaken ? size : mostTaken;
    if (writesLeft == 0) {
      writeFailed = true;
      return 0;
    }
    writesLeft--;
    up.insert(up.end(), bytes, bytes + taken);
    return taken;
  }

  int32_t read(uint8_t* into, size_t room) override {
    REQUIRE(isOpen);
    if (down.empty()) {
      return ended ? -1 : 0;
    }
    size_t size = 0;
    while (size < room && size < mostRead && !down.empty()) {
      into[size++] = down.front();
      down.pop_front();
    }
    return static_cast<int32_t>(size);
  }

  void close() override {
    REQUIRE(isOpen);  // never twice, never without an open
    isOpen = false;
    writeFailed = false;
    closes++;
    down.clear();
    ended = false;
  }

  int8_t rssi() override { return 0; }
  void wifi(const char*, const char*) override {}
  void relay(const char*, uint16_t) override {}
  void describe(char*, size_t) override {}

  FakeClock& clock;
  LinkFault wifiFault = LinkFault::NONE;
  LinkFault openFault = LinkFault::NONE;
  int32_t openNumber = 0;
  int64_t openMillis = 0;
  bool isOpen = false;
  bool writeFailed = false;
  int opens = 0;
  int closes = 0;
  size_t mostTaken = SIZE_MAX;
  size_t mostRead = SIZE_MAX;
  size_t writesLeft = SIZE_MAX;
  std::vector<size_t> writes;
  std::vector<uint8_t> up;
  std::deque<uint8_t> down;
  bool ended = false;
};

}  // namespace script
}  // namespace camrelay
