package io.camrelay.session;

import java.time.Duration;

/**
 * So many at once, and so many a minute in the long run; counts what it did not allow. Not for
 * several threads.
 */
final class Allowance {

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final long perMinute;
  private final long full;

  /** What is left, in units of one minute's nanoseconds each. */
  private long left;

  private long at;
  private long suppressed;

  /**
   * @param atOnce how many after a quiet time
   * @param perMinute how many in the long run; 0 allows none at all
   */
  Allowance(int atOnce, int perMinute, long now) {
    this.perMinute = perMinute;
    this.full = perMinute == 0 ? 0 : atOnce * MINUTE;
    this.left = full;
    this.at = now;
  }

  /** Takes one, or counts it as suppressed. */
  boolean take(long now) {
    // Beyond a minute nothing more can be gained than what fits, and the product would overflow.
    long passed = Math.min(now - at, MINUTE);
    left = Math.min(full, left + passed * perMinute);
    at = now;
    if (left < MINUTE) {
      suppressed++;
      return false;
    }
    left -= MINUTE;
    return true;
  }

  /** How many were not allowed since this was last asked. */
  long takeSuppressed() {
    long count = suppressed;
    suppressed = 0;
    return count;
  }
}
