package io.camrelay.camera;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long each time, up to a bound, and spread by 20 %
 * either way, so that cameras which lost the relay at once do not come back at once.
 */
final class Backoff {

  static final double JITTER = 0.2;

  private final long firstMillis;
  private final long longestMillis;
  private final RandomGenerator random;

  /** The next delay before jitter, never beyond {@link #longestMillis}. */
  private long nextMillis;

  Backoff(Duration first, Duration longest, RandomGenerator random) {
    this.firstMillis = first.toMillis();
    this.longestMillis = longest.toMillis();
    this.random = random;
    this.nextMillis = firstMillis;
  }

  /** The delay before the next try, in milliseconds; each call doubles the one after it. */
  long next() {
    long delay = nextMillis;
    nextMillis = Math.min(2 * nextMillis, longestMillis);
    return spread(delay);
  }

  /** The delay where trying again will hardly help. */
  long longest() {
    return spread(longestMillis);
  }

  /** A try has succeeded: the next delay is the first one again. */
  void reset() {
    nextMillis = firstMillis;
  }

  /** A time that the relay has named, spread so that it is never undercut. */
  long after(long millis) {
    return Math.round(millis * (1 + JITTER * random.nextDouble()));
  }

  private long spread(long millis) {
    return Math.round(millis * (1 + JITTER * (2 * random.nextDouble() - 1)));
  }
}
