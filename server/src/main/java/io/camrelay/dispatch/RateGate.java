package io.camrelay.dispatch;

import io.camrelay.vision.RateLimits;
import io.camrelay.vision.RateLimits.Room;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Says when one provider may be asked the next time, so that it does not have to refuse: by the
 * operator's limit, by what the provider says beside its answers, and by its {@code Retry-After}.
 * Told the time; of itself it does nothing.
 */
final class RateGate {

  /** The longest that anything a provider says keeps all devices from asking it. */
  static final Duration MAX_HOLD = Duration.ofMinutes(10);

  /** So much of a minute's requests may be asked at once. */
  static final Duration BURST = Duration.ofSeconds(10);

  private static final double MINUTE_MILLIS = 60_000;

  private final @Nullable Bucket own;
  private @Nullable Bucket requests;
  private @Nullable Bucket tokens;
  private @Nullable Instant heldUntil;

  /**
   * @param requestsPerMinute the operator's limit, 0 for none
   */
  RateGate(int requestsPerMinute, Instant now) {
    double perMilli = requestsPerMinute / MINUTE_MILLIS;
    double burst = Math.max(1, perMilli * BURST.toMillis());
    this.own = requestsPerMinute == 0 ? null : new Bucket(burst, burst, perMilli, now);
  }

  /**
   * How long to wait before it is asked.
   *
   * @param wanted tokens that the question may take; 0 where nobody knows
   */
  Duration wait(Instant now, long wanted) {
    Duration wait = heldFor(now);
    wait = longer(wait, wait(own, now, 1));
    wait = longer(wait, wait(requests, now, 1));
    return longer(wait, wait(tokens, now, wanted));
  }

  /** It is asked now. */
  void took(Instant now, long wanted) {
    take(own, now, 1);
    take(requests, now, 1);
    take(tokens, now, wanted);
  }

  /** What it was asked before may take so many tokens. */
  void spend(Instant now, long tokens) {
    take(this.tokens, now, tokens);
  }

  /** It has said what it will still take. */
  void heard(RateLimits limits, Instant now) {
    requests = bucket(requests, limits.requests(), now);
    tokens = bucket(tokens, limits.tokens(), now);
  }

  /** It wants to be left alone. */
  void hold(Duration asked, Instant now) {
    Instant until = now.plus(asked.compareTo(MAX_HOLD) > 0 ? MAX_HOLD : asked);
    if (heldUntil == null || heldUntil.isBefore(until)) {
      heldUntil = until;
    }
  }

  /** It has answered: what it asked for is over. */
  void answered() {
    heldUntil = null;
  }

  private Duration heldFor(Instant now) {
    if (heldUntil == null || !now.isBefore(heldUntil)) {
      return Duration.ZERO;
    }
    Duration left = Duration.between(now, heldUntil);
    // A clock that was set back holds nobody for longer.
    return left.compareTo(MAX_HOLD) > 0 ? Duration.ZERO : left;
  }

  /** A header that is missing once does not undo what was said before. */
  private static @Nullable Bucket bucket(@Nullable Bucket before, Room room, Instant now) {
    if (room.remaining() < 0) {
      return before;
    }
    double capacity = Math.max(room.limit(), room.remaining());
    Duration reset = room.untilReset();
    double missing = capacity - room.remaining();
    double perMilli =
        reset == null || reset.isZero() || missing <= 0
            ? capacity / MINUTE_MILLIS
            : missing / reset.toMillis();
    return new Bucket(capacity, room.remaining(), perMilli, now);
  }

  private static Duration wait(@Nullable Bucket bucket, Instant now, long wanted) {
    Duration wait = bucket == null ? Duration.ZERO : bucket.wait(now, (double) wanted);
    return wait.compareTo(MAX_HOLD) > 0 ? MAX_HOLD : wait;
  }

  private static void take(@Nullable Bucket bucket, Instant now, long wanted) {
    if (bucket != null) {
      bucket.take(now, (double) wanted);
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
