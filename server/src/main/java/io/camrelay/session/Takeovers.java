package io.camrelay.session;

import java.time.Duration;

/**
 * Decides when a board that lost its name to another one may come back. Two boards with one name
 * would otherwise throw each other out for ever; so each takeover that follows soon on another one
 * doubles the time.
 *
 * @param count takeovers that followed on one another
 * @param last when the last one was, nanoseconds
 */
record Takeovers(int count, long last) {

  static final Duration FIRST_RETURN = Duration.ofSeconds(2);
  static final Duration LONGEST_RETURN = Duration.ofMinutes(5);

  /** Quiet for so long, the next one is the first again; longer than the longest return. */
  static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

  static final Takeovers NONE = new Takeovers(0, 0);

  /** With one more. */
  Takeovers next(long now) {
    boolean quiet = count == 0 || now - last > FORGOTTEN_AFTER.toNanos();
    return new Takeovers(quiet ? 1 : count + 1, now);
  }

  /** When the board that was thrown out last may come back. */
  Duration returnAfter() {
    Duration after = FIRST_RETURN.multipliedBy(1L << Math.min(Math.max(count - 1, 0), 16));
    return after.compareTo(LONGEST_RETURN) < 0 ? after : LONGEST_RETURN;
  }
}
