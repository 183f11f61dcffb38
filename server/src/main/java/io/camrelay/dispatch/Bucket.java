package io.camrelay.dispatch;

import java.time.Duration;
import java.time.Instant;

/**
 * A token bucket: fills evenly up to its capacity, and may be drawn below nothing, so that those
 * who draw wait for one another. Told the time.
 */
final class Bucket {

  private final double capacity;
  private final double perMilli;
  private double level;
  private Instant at;

  /**
   * @param capacity the most that it holds
   * @param level what is in it now
   * @param perMilli what flows in each millisecond; 0 for nothing
   */
  Bucket(double capacity, double level, double perMilli, Instant now) {
    this.capacity = capacity;
    this.level = level;
    this.perMilli = perMilli;
    this.at = now;
  }

  /** Adds what was not meant to flow in by time. */
  void add(double amount) {
    level = Math.min(capacity, level + amount);
  }

  /**
   * How long until so much is in it, or all that it can hold where that is less. Zero where nothing
   * flows in: nobody can tell.
   */
  Duration wait(Instant now, double wanted) {
    flow(now);
    double missing = Math.min(wanted, capacity) - level;
    return missing <= 0 || perMilli <= 0
        ? Duration.ZERO
        : Duration.ofMillis((long) Math.ceil(missing / perMilli));
  }

  /** Takes so much out, whether it is there or not. */
  void take(Instant now, double amount) {
    flow(now);
    level -= amount;
  }

  private void flow(Instant now) {
    // A clock that was set back takes nothing out.
    long millis = Math.max(0, Duration.between(at, now).toMillis());
    level = Math.min(capacity, level + millis * perMilli);
    at = now;
  }
}
