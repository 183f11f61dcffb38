package io.camrelay.session;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes guessing slow: who has failed from one place keeps waiting longer for each further refusal.
 * Nobody is shut out, since a good device may sit behind the same address as a bad one.
 *
 * <p>For all threads.
 */
final class FailedLogins {

  /** Failures that cost nothing: a device that was flashed with old settings. */
  static final int FREE = 3;

  /** The wait after the first failure that is not free; it doubles with each one. */
  static final Duration FIRST_STALL = Duration.ofMillis(250);

  static final Duration LONGEST_STALL = Duration.ofSeconds(8);

  /** After so long without a failure, a place starts anew. */
  static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

  /** Places that are remembered; beyond it, the one that failed longest ago is forgotten. */
  static final int PLACES = 4_096;

  private record Place(int failures, long last) {}

  /** Guarded by this; the place that failed last comes last. */
  private final Map<String, Place> places =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Place> eldest) {
          return size() > PLACES;
        }
      };

  /**
   * Somebody there has failed again.
   *
   * @return how long to keep the refusal back
   */
  synchronized Duration failed(String origin, long now) {
    Place before = places.get(origin);
    boolean fresh = before == null || now - before.last > FORGOTTEN_AFTER.toNanos();
    int failures = fresh || before == null ? 1 : before.failures + 1;
    places.put(origin, new Place(failures, now));
    if (failures <= FREE) {
      return Duration.ZERO;
    }
    int doublings = Math.min(failures - FREE - 1, 16);
    Duration stall = FIRST_STALL.multipliedBy(1L << doublings);
    return stall.compareTo(LONGEST_STALL) < 0 ? stall : LONGEST_STALL;
  }

  /** How many places are remembered. */
  synchronized int places() {
    return places.size();
  }
}
