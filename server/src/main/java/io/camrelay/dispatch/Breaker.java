package io.camrelay.dispatch;

import io.camrelay.vision.AttemptResult;
import io.camrelay.vision.Failure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Sets one provider aside that keeps failing, and lets one capture at a time try it again. Told the
 * time; of itself it does nothing.
 *
 * <p>Counted are failures in a row, not a rate: a provider that fails now and then is worth its
 * retries, and with a fault in twenty, five in a row come once in three million attempts.
 */
final class Breaker {

  /** So many failures of it in a row set a provider aside. */
  static final int FAILURES = 5;

  /** The first rest; it doubles with each try that fails. */
  static final Duration FIRST_REST = Duration.ofSeconds(5);

  /** The longest rest: a person who mends something looks for it within a minute. */
  static final Duration MAX_REST = Duration.ofSeconds(60);

  /** While one capture tries it, the others look again after so long. */
  static final Duration TRIAL = Duration.ofSeconds(2);

  /** How it stands. */
  enum State {
    /** It is asked. */
    CLOSED,
    /** It rests. */
    RESTING,
    /** Its rest is over: one capture may try it. */
    DUE,
    /** One capture tries it. */
    TRIED
  }

  /** What an attempt's end has changed. */
  enum Change {
    NONE,
    SET_ASIDE,
    BACK
  }

  private int failures;
  private int rests;
  private boolean tried;

  /** When the rest ends; null where it is not set aside. */
  private @Nullable Instant until;

  /** Why it was set aside. */
  private Failure why = Failure.PROVIDER_ERROR;

  State state(Instant now) {
    if (until == null) {
      return State.CLOSED;
    }
    if (!left(now).isZero()) {
      return State.RESTING;
    }
    return tried ? State.TRIED : State.DUE;
  }

  /** How long it will rest. */
  Duration left(Instant now) {
    if (until == null || !now.isBefore(until)) {
      return Duration.ZERO;
    }
    Duration left = Duration.between(now, until);
    // A clock that was set back makes no rest longer.
    return left.compareTo(rest()) > 0 ? Duration.ZERO : left;
  }

  /** What the last failure was before it was set aside, or since. */
  Failure why() {
    return why;
  }

  /**
   * An attempt is made.
   *
   * @return true where it is the one that tries it again
   */
  boolean asked(Instant now) {
    if (state(now) != State.DUE) {
      return false;
    }
    tried = true;
    return true;
  }

  /**
   * An attempt has ended.
   *
   * @param trial whether it was the one that tried it again
   */
  Change heard(boolean trial, AttemptResult result, Instant now) {
    if (!(result instanceof AttemptResult.Failed failed)) {
      return well();
    }
    return switch (failed.failure()) {
      case RATE_LIMITED, REJECTED, BAD_PICTURE, REFUSED, EMPTY -> well();
      case CANCELLED -> {
        undecided(trial);
        yield Change.NONE;
      }
      case OUT_OF_MONEY, BAD_KEY, NO_SUCH_MODEL -> ill(trial, failed.failure(), FAILURES, now);
      case UNREACHABLE, OVERLOADED, PROVIDER_ERROR, TIMEOUT, BROKEN ->
          ill(trial, failed.failure(), 1, now);
    };
  }

  /** The attempt that was to try it again came to nothing of which one could judge. */
  void undecided(boolean trial) {
    if (trial) {
      tried = false;
    }
  }

  private Change well() {
    boolean back = until != null;
    failures = 0;
    rests = 0;
    tried = false;
    until = null;
    return back ? Change.BACK : Change.NONE;
  }

  private Change ill(boolean trial, Failure failure, int weight, Instant now) {
    if (until != null && !trial) {
      // It was under way when the provider was set aside, and says nothing new.
      return Change.NONE;
    }
    why = failure;
    failures += weight;
    if (!trial && failures < FAILURES) {
      return Change.NONE;
    }
    tried = false;
    rests++;
    until = now.plus(rest());
    return Change.SET_ASIDE;
  }

  /** {@code min(5 s * 2^n, 60 s)}. */
  private Duration rest() {
    Duration rest = FIRST_REST.multipliedBy(1L << Math.min(rests - 1, 10));
    return rest.compareTo(MAX_REST) > 0 ? MAX_REST : rest;
  }
}
