#include "HeapWatch.h"

#include "Limits.h"

namespace camrelay {

HeapWatch::HeapWatch()
    : whole_(false),
      warned_(false),
      linked_(false),
      windowFrom_(0),
      most_(0),
      mostBefore_(0),
      falls_(0),
      fallFrom_(0) {}

HeapWatch::Finding HeapWatch::look(const FlightRecord& flight, bool linked, int64_t now) {
  const bool less = flight.freeHeap != Limits::UNKNOWN && shrinking(flight.freeHeap, linked, now);
  if (flight.largestBlock != Limits::UNKNOWN && brokenUp(flight, linked)) {
    return Finding::BROKEN_UP;
  }
  return less ? Finding::SHRINKING : Finding::NONE;
}

bool HeapWatch::brokenUp(const FlightRecord& flight, bool linked) {
  const bool inPsram = flight.freePsram != Limits::UNKNOWN && flight.freePsram >= ENOUGH_FOR_TLS;
  const uint32_t enough = inPsram ? ENOUGH_BESIDE_PSRAM : ENOUGH_FOR_TLS;
  if (flight.largestBlock >= enough + (warned_ ? RECOVERY : 0)) {
    whole_ = true;
  }
  if (linked || !whole_ || flight.largestBlock >= enough) {
    return false;
  }
  whole_ = false;
  warned_ = true;
  return true;
}

/** Compares the most that was free in each window, so that what is borrowed for a while is no loss.
 */
bool HeapWatch::shrinking(uint32_t freeHeap, bool linked, int64_t now) {
  if (linked != linked_ || most_ == 0) {
    restart(linked, now);
  }
  most_ = freeHeap > most_ ? freeHeap : most_;
  if (now - windowFrom_ < WINDOW_MILLIS) {
    return false;
  }
  if (mostBefore_ != 0 && most_ < mostBefore_) {
    fallFrom_ = falls_ == 0 ? mostBefore_ : fallFrom_;
    falls_ = static_cast<uint8_t>(falls_ < WINDOWS ? falls_ + 1 : WINDOWS);
  } else {
    falls_ = 0;
  }
  const bool found = falls_ >= WINDOWS && fallFrom_ - most_ >= SHRUNK;
  if (found) {
    falls_ = 0;
  }
  mostBefore_ = most_;
  most_ = freeHeap;
  windowFrom_ = now;
  return found;
}

/** A TLS session comes or goes with its 40 KB: what was before it says nothing. */
void HeapWatch::restart(bool linked, int64_t now) {
  linked_ = linked;
  windowFrom_ = now;
  most_ = 0;
  mostBefore_ = 0;
  falls_ = 0;
}

}  // namespace camrelay
