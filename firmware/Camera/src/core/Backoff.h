#pragma once

#include <stdint.h>

#include "Clock.h"

namespace camrelay {

/**
 * How long to wait before the next try: twice as long each time, up to a bound, and spread by 20 %
 * either way, so that cameras which lost the relay at once do not come back at once. In
 * milliseconds.
 */
class Backoff {
 public:
  static constexpr int64_t FIRST = 1000;
  static constexpr int64_t LONGEST = 60000;
  /** One part in so many is what a delay is spread by, either way. */
  static constexpr int64_t SPREAD = 5;

  explicit Backoff(Clock& clock) : clock_(clock), next_(FIRST) {}

  /** The delay before the next try; each call doubles the one after it. */
  int64_t next();

  /** The delay where trying again will hardly help. */
  int64_t longest() { return spread(LONGEST); }

  /** A try has succeeded: the next delay is the first one again. */
  void reset() { next_ = FIRST; }

  /** A time that the relay has named, spread so that it is never undercut. */
  int64_t after(int64_t millis) { return millis + upTo(millis / SPREAD); }

 private:
  int64_t spread(int64_t millis) { return millis - millis / SPREAD + upTo(2 * (millis / SPREAD)); }
  /** A number from 0 to `most`, each as likely as another. */
  int64_t upTo(int64_t most);

  /** For chance alone. */
  Clock& clock_;
  /** The next delay before it is spread, never beyond LONGEST. */
  int64_t next_;
};

}  // namespace camrelay
