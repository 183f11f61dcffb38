package io.camrelay.vision;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much a provider will still take before it refuses, as it says beside an answer.
 *
 * @param requests how many requests
 * @param tokens how many tokens, input and output together or whichever is scarcer
 */
public record RateLimits(Room requests, Room tokens) {

  /**
   * Room for one of the two.
   *
   * @param limit the most in a period, -1 where that was not said
   * @param remaining what is left of it, -1 where that was not said
   * @param untilReset when all of it is there again, null where that was not said
   */
  public record Room(long limit, long remaining, @Nullable Duration untilReset) {

    /** Nothing was said. */
    public static final Room UNKNOWN = new Room(-1, -1, null);
  }

  /** Nothing was said. */
  public static final RateLimits UNKNOWN = new RateLimits(Room.UNKNOWN, Room.UNKNOWN);
}
