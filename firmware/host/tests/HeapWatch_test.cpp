#include "HeapWatch.h"

#include <doctest/doctest.h>

#include "Limits.h"

namespace camrelay {
namespace {

constexpr uint32_t RECOVERED = HeapWatch::ENOUGH_FOR_TLS + HeapWatch::RECOVERY;

FlightRecord memory(uint32_t free, uint32_t largest, uint32_t psram = 0) {
  return FlightRecord{free, largest, psram, 0, 0, 0, 0, 0, ResetReason::POWER_ON};
}

using Finding = HeapWatch::Finding;

}  // namespace

TEST_CASE("memory that is broken up is found below its bound, without a link, and once") {
  HeapWatch watch;
  CHECK_EQ(watch.look(memory(100000, HeapWatch::ENOUGH_FOR_TLS), false, 0), Finding::NONE);
  CHECK_EQ(watch.look(memory(100000, HeapWatch::ENOUGH_FOR_TLS - 1), true, 1), Finding::NONE);
  CHECK_EQ(watch.look(memory(100000, HeapWatch::ENOUGH_FOR_TLS - 1), false, 2), Finding::BROKEN_UP);
  CHECK_EQ(watch.look(memory(100000, 1000), false, 3), Finding::NONE);
  CHECK_EQ(watch.look(memory(100000, RECOVERED - 1), false, 4), Finding::NONE);
  CHECK_EQ(watch.look(memory(100000, 1000), false, 5), Finding::NONE);
  CHECK_EQ(watch.look(memory(100000, RECOVERED), false, 6), Finding::NONE);
  CHECK_EQ(watch.look(memory(100000, 1000), false, 7), Finding::BROKEN_UP);
  CHECK_EQ(HeapWatch().look(memory(Limits::UNKNOWN, Limits::UNKNOWN), false, 0), Finding::NONE);
}

TEST_CASE("memory that was never enough is not called broken up") {
  HeapWatch watch;
  CHECK_EQ(watch.look(memory(60000, HeapWatch::ENOUGH_FOR_TLS - 1), false, 0), Finding::NONE);
  CHECK_EQ(watch.look(memory(60000, 1000), false, 1), Finding::NONE);
}

TEST_CASE("where PSRAM has room for TLS, less is enough inside") {
  HeapWatch watch;
  const uint32_t psram = HeapWatch::ENOUGH_FOR_TLS;
  const uint32_t enough = HeapWatch::ENOUGH_BESIDE_PSRAM;
  CHECK_EQ(watch.look(memory(100000, enough, psram), false, 0), Finding::NONE);
  CHECK_EQ(watch.look(memory(100000, enough - 1, psram), false, 1), Finding::BROKEN_UP);
  HeapWatch full;
  CHECK_EQ(full.look(memory(100000, HeapWatch::ENOUGH_FOR_TLS, psram - 1), false, 0),
           Finding::NONE);
  CHECK_EQ(full.look(memory(100000, enough, psram - 1), false, 1), Finding::BROKEN_UP);
}

namespace {

/** Findings of so many minutes in each of which so many bytes are lost. */
int shrinkings(uint32_t lostEach, int minutes, uint32_t wobble = 0, int linkChangesAt = -1) {
  HeapWatch watch;
  int found = 0;
  bool linked = true;
  for (int minute = 0; minute < minutes; minute++) {
    linked = minute == linkChangesAt ? !linked : linked;
    const uint32_t most = 200000 - lostEach * static_cast<uint32_t>(minute);
    for (int second = 0; second < 60; second += 2) {
      const uint32_t free = second % 4 == 0 ? most : most - wobble;
      const int64_t now = (minute * 60 + second) * 1000LL;
      found += watch.look(memory(free, 100000), linked, now) == Finding::SHRINKING ? 1 : 0;
    }
  }
  return found;
}

}  // namespace

TEST_CASE("memory that becomes less and less is found, and neither a little nor what comes back") {
  CHECK_EQ(shrinkings(0, 100, 20000), 0);
  CHECK_EQ(shrinkings(100, 15), 0);
  CHECK_EQ(shrinkings(2000, 8), 0);
  CHECK_EQ(shrinkings(2000, 12), 1);
  CHECK_EQ(shrinkings(2000, 12, 30000), 1);
  CHECK_GE(shrinkings(2000, 60), 4);
  CHECK_EQ(shrinkings(2000, 14, 0, 7), 0);
}

}  // namespace camrelay
