package io.camrelay.dispatch;

import io.camrelay.capture.Attempt;
import io.camrelay.dispatch.RetryPolicy.Decision;
import java.time.Duration;
import java.time.Instant;

/**
 * Bounds how much of what the relay asks is asked again, over all devices: in an outage, each of
 * thousands of captures would be worth its retries, and all of them together would keep the
 * provider down. A retry that finds nothing left waits for its turn, and is not refused.
 *
 * <p>As in Finagle and the AWS clients: each first attempt earns a part of a retry, and a few a
 * second are there in any case, so that one camera alone never waits.
 */
final class RetryBudget {

  /** Retries that a first attempt earns. */
  static final double PER_ATTEMPT = 0.2;

  /** Retries that are there each second in any case. */
  static final double PER_SECOND = 2;

  /** Retries that can be saved up. */
  static final double MOST = 20;

  private static final double MILLIS = 1_000;

  private final Bucket bucket;

  RetryBudget(Instant now) {
    this.bucket = new Bucket(MOST, MOST, PER_SECOND / MILLIS, now);
  }

  /** A capture is asked for the first time. */
  void earn() {
    bucket.add(PER_ATTEMPT);
  }

  /**
   * Gives a retry its turn, later where too many were made. What is asked of another provider at
   * once is no retry: it is no load on the one that has failed.
   */
  Decision turn(
      Decision.Again again, Explanation why, Attempt attempt, Instant now, Instant deadline) {
    if (again.pause().isZero()) {
      return again;
    }
    Duration wait = bucket.wait(now, 1);
    if (wait.compareTo(again.pause()) <= 0) {
      bucket.take(now, 1);
      return again;
    }
    Instant at = now.plus(wait);
    if (!RetryPolicy.isInTime(at, deadline)) {
      return why.end(
          attempt, "So many photos have met this that it cannot be asked again in time.");
    }
    bucket.take(now, 1);
    return new Decision.Again(at, wait);
  }
}
