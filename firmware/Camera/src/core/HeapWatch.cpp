#include "HeapWatch.h"

#include "Limits.h"

namespace camrelay {

HeapWatch::HeapWatch()
    : warned_(false),
      linked_(false),
      windowFrom_(0),
      most_(0),
      mostBefore_(0),
      falls_(0),
      fallFrom_(0) {}

HeapWatch::Finding HeapWatch::look(const FlightRecord& flight, bool linked, int64_t now) {
  const bool less = flight.freeHeap != Limits::UNKNOWN && shrinking(flight.freeHeap, linked, now);
  if (flight.largestBlock != Limits::UNKNOWN && brokenUp(flight.largestBlock, linked)) {
    return Finding::BROKEN_UP;
  }
  return less ? Finding::SHRINKING : Finding::NONE;
}

bool HeapWatch::brokenUp(uint32_t largestBlock, bool linked) {
  if (largestBlock >= RECOVERED) {
    warned_ = false;
  }
  if (linked || warned_ || largestBlock >= ENOUGH_FOR_TLS) {
    return false;
  }
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
