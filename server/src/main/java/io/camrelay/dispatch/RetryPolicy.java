package io.camrelay.dispatch;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.Ending;
import io.camrelay.protocol.Code;
import io.camrelay.vision.AttemptResult;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides whether a capture is asked (again), by "can it have been billed?". What cannot have cost
 * anything is asked again until the capture's deadline or {@link #MAX_ATTEMPTS}. What may have been
 * billed is asked again once: a capture is never paid for more than {@link #MAX_POSSIBLY_BILLED}
 * times, and its record shows each.
 *
 * <p>That holds after the first streamed word too. The official clients stop there, because their
 * caller has already seen half an answer and could not tell it from a second one. A device can: the
 * second attempt's words come as a new generation, which it shows as such. Half an answer is worth
 * nothing to the maker, and the second attempt may cost no more than one after a timeout, so both
 * follow the one rule.
 */
final class RetryPolicy {

  /** With the waits in between, about half a minute of a provider that answers at once. */
  static final int MAX_ATTEMPTS = 8;

  /** The first one, and one more. */
  static final int MAX_POSSIBLY_BILLED = 2;

  /** The wait after the first failure; it doubles with each one. */
  static final Duration FIRST_WAIT = Duration.ofMillis(500);

  /** The longest wait that the relay chooses by itself. */
  static final Duration MAX_WAIT = Duration.ofSeconds(8);

  /** The part of a wait that chance may take off, so that captures do not return all at once. */
  static final double JITTER = 0.25;

  /** With less time than this left, an attempt would be paid for and hung up. */
  static final Duration LEAST_TIME = Duration.ofSeconds(2);

  /** Words of {@link Told#word}: the same request would meet the same end there. */
  private static final Set<String> FOR_GOOD =
      Stream.of(
              Failure.OUT_OF_MONEY,
              Failure.BAD_KEY,
              Failure.NO_SUCH_MODEL,
              Failure.REJECTED,
              Failure.EMPTY)
          .map(Told::word)
          .collect(Collectors.toUnmodifiableSet());

  private RetryPolicy() {}

  /** What is done after an attempt that failed. */
  sealed interface Decision {

    /**
     * The capture is asked again.
     *
     * @param at when
     * @param pause how long that is from now
     */
    record Again(Instant at, Duration pause) implements Decision {}

    /** The capture ends. */
    record End(Ending.Failure failure) implements Decision {}
  }

  /**
   * Whether a capture that waits may be asked.
   *
   * @param attempts what was tried so far, each with an end
   * @param patience the whole time that the capture has, which ends at the deadline
   * @return why not; empty where it may
   */
  static Optional<Ending.Failure> before(
      List<Attempt> attempts, Instant now, Instant deadline, Duration patience) {
    if (!isInTime(now, deadline)) {
      return Optional.of(
          new Ending.Failure(Code.DEADLINE, Explanation.tooLate(attempts, patience)));
    }
    if (possiblyBilled(attempts) >= MAX_POSSIBLY_BILLED) {
      // Every failure that a provider reports is decided in after(): only interruptions come here.
      return Optional.of(new Ending.Failure(Code.INTERNAL, Explanation.INTERRUPTED));
    }
    return Optional.empty();
  }

  /**
   * What follows from a failure. Where another of the chain was not asked yet, it is at once: it
   * has done nothing wrong. What may have been billed counts for all of the chain together.
   *
   * @param attempts what was tried so far, the failed one last
   * @param failed how it ended
   * @param chain who may be asked
   * @param random from 0 to 1, taken anew for each decision
   */
  static Decision after(
      List<Attempt> attempts,
      AttemptResult.Failed failed,
      List<String> chain,
      Instant now,
      Instant deadline,
      double random) {
    Attempt last = attempts.get(attempts.size() - 1);
    Explanation why = Explanation.of(failed.failure());
    List<String> others = new ArrayList<>(Plan.candidates(chain, attempts, List.of()));
    others.remove(last.provider());
    boolean elsewhere = isTheProviders(failed.failure()) && !others.isEmpty();
    if (!mayPass(failed) && !elsewhere) {
      return why.end(last, "");
    }
    int billed =
        possiblyBilled(attempts.subList(0, attempts.size() - 1))
            + (failed.billing() == Billing.NO ? 0 : 1);
    if (billed >= MAX_POSSIBLY_BILLED) {
      return why.end(last, "It was asked " + billed + " times, and each may have cost money.");
    }
    if (attempts.size() >= MAX_ATTEMPTS) {
      return why.end(last, "It was asked " + attempts.size() + " times.");
    }
    if (elsewhere && !wasAsked(others.get(0), attempts) && isInTime(now, deadline)) {
      return new Decision.Again(now, Duration.ZERO);
    }
    Duration asked = elsewhere || failed.retryAfter() == null ? Duration.ZERO : failed.retryAfter();
    return againInTime(attempts.size(), failed, asked, last, now, deadline, random);
  }

  /** Whether there is time for one more attempt. */
  static boolean isInTime(Instant at, Instant deadline) {
    return !at.plus(LEAST_TIME).isAfter(deadline);
  }

  /** The first moment at which there is no time for one more attempt. */
  static Instant tooLateFrom(Instant deadline) {
    return deadline.minus(LEAST_TIME).plusNanos(1);
  }

  /** True for what a person has to mend, so that asking again soon is of no use. */
  static boolean wantsMending(Failure failure) {
    return switch (failure) {
      case OUT_OF_MONEY, BAD_KEY, NO_SUCH_MODEL -> true;
      case UNREACHABLE,
          RATE_LIMITED,
          OVERLOADED,
          REJECTED,
          PROVIDER_ERROR,
          TIMEOUT,
          BROKEN,
          EMPTY,
          BAD_PICTURE,
          REFUSED,
          CANCELLED ->
          false;
    };
  }

  /**
   * True for an attempt's outcome after which its provider is not asked about the same capture
   * again.
   */
  static boolean isForGood(String outcome) {
    return FOR_GOOD.contains(outcome);
  }

  private static boolean wasAsked(String provider, List<Attempt> attempts) {
    return attempts.stream().anyMatch(attempt -> attempt.provider().equals(provider));
  }

  /** True for what another provider need not fail at. */
  private static boolean isTheProviders(Failure failure) {
    return switch (failure) {
      case UNREACHABLE,
          RATE_LIMITED,
          OVERLOADED,
          OUT_OF_MONEY,
          BAD_KEY,
          NO_SUCH_MODEL,
          REJECTED,
          PROVIDER_ERROR,
          TIMEOUT,
          BROKEN,
          EMPTY ->
          true;
      case BAD_PICTURE, REFUSED, CANCELLED -> false;
    };
  }

  private static Decision againInTime(
      int made,
      AttemptResult.Failed failed,
      Duration asked,
      Attempt last,
      Instant now,
      Instant deadline,
      double random) {
    Duration wait = backoff(made, random);
    if (asked.compareTo(wait) > 0) {
      wait = asked;
    }
    Duration left = Duration.between(now, deadline);
    if (wait.plus(LEAST_TIME).compareTo(left) <= 0) {
      return new Decision.Again(now.plus(wait), wait);
    }
    if (wait.equals(asked)) {
      return new Decision.End(
          new Ending.Failure(Code.PROVIDER_BUSY, Explanation.waitTooLong(last, asked, left)));
    }
    return Explanation.of(failed.failure()).end(last, "No time is left to ask again.");
  }

  /** The wait after so many attempts: {@code min(0.5 s * 2^n, 8 s)}, less chance's part. */
  static Duration backoff(int made, double random) {
    long doubled = FIRST_WAIT.toMillis() << Math.min(made - 1, 10);
    double shortened = Math.min(doubled, MAX_WAIT.toMillis()) * (1 - JITTER * random);
    return Duration.ofMillis(Math.round(shortened));
  }

  /** True where the same request may succeed later; the provider's own word on it counts. */
  private static boolean mayPass(AttemptResult.Failed failed) {
    return switch (failed.failure()) {
      case UNREACHABLE, RATE_LIMITED, OVERLOADED, PROVIDER_ERROR, TIMEOUT, BROKEN, CANCELLED ->
          failed.again() != AttemptResult.Again.NO;
      case REJECTED -> failed.again() == AttemptResult.Again.YES;
      case OUT_OF_MONEY, BAD_KEY, NO_SUCH_MODEL, BAD_PICTURE, REFUSED, EMPTY -> false;
    };
  }

  static int possiblyBilled(List<Attempt> attempts) {
    int count = 0;
    for (Attempt attempt : attempts) {
      Attempt.End end = attempt.end();
      if (end != null && end.billed() != Attempt.Billed.NO) {
        count++;
      }
    }
    return count;
  }
}
