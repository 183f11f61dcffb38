package io.camrelay.wire;

import java.time.Duration;

/** So many at once, and so many a second in the long run. Times are nanoseconds of one clock. */
final class TokenBucket {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final long perSecond;
  private final long full;

  /** What is left, in units of one second's nanoseconds each; below 0 is debt. */
  private long left;

  private long at;

  TokenBucket(int atOnce, int perSecond, long now) {
    this.perSecond = perSecond;
    this.full = atOnce * SECOND;
    this.left = full;
    this.at = now;
  }

  /** Takes one if there is one. */
  boolean take(long now) {
    refill(now);
    if (left < SECOND) {
      return false;
    }
    left -= SECOND;
    return true;
  }

  /**
   * Takes one in any case.
   *
   * @return how long to wait before the next one, in nanoseconds; 0 for not at all
   */
  long takeOnCredit(long now) {
    refill(now);
    left -= SECOND;
    return left >= 0 ? 0 : -left / perSecond;
  }

  /** True where it is as if nothing had ever been taken. */
  boolean isFull(long now) {
    refill(now);
    return left == full;
  }

  private void refill(long now) {
    // Longer than it takes to be full makes no difference, and the product could overflow.
    long passed = Math.min(now - at, (full - left) / perSecond + 1);
    left = Math.min(full, left + passed * perSecond);
    at = now;
  }
}
