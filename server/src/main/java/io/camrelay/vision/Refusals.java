package io.camrelay.vision;

import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Failed;
import io.camrelay.vision.AttemptResult.Receipt;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners of attempts that never began, from a thread of its own: whoever asks may hold a
 * lock that the listener needs too.
 */
final class Refusals {

  /** When to ask again a provider that has no place free: an answer takes a few seconds. */
  static final Duration WAIT = Duration.ofSeconds(2);

  /** Refusals that wait to be told; beyond it the asker's own thread tells, which slows it down. */
  static final int MAX_WAITING = 1_024;

  /** The thread goes by itself after this idle time, so that nobody has to end it. */
  private static final long IDLE_SECONDS = 1;

  private final String provider;
  private final ThreadPoolExecutor executor;

  Refusals(String provider) {
    this.provider = provider;
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            new ThreadsNamed("vision-" + provider + "-refusals"),
            new ThreadPoolExecutor.CallerRunsPolicy());
    executor.allowCoreThreadTimeOut(true);
  }

  /** All places are taken. */
  Inquiry busy(AnswerListener listener, int places) {
    return refuse(
        listener,
        Failure.OVERLOADED,
        WAIT,
        "all %d places for attempts at a time are taken".formatted(places));
  }

  /** The provider was closed. */
  Inquiry closed(AnswerListener listener) {
    return refuse(listener, Failure.CANCELLED, null, "this provider has been closed");
  }

  /** It was hung up on before it began. */
  Inquiry cancelled(AnswerListener listener) {
    return refuse(listener, Failure.CANCELLED, null, "this side hung up");
  }

  /** There is no time left to ask anything. */
  Inquiry late(AnswerListener listener) {
    return refuse(listener, Failure.TIMEOUT, null, "no time was left to ask");
  }

  private Inquiry refuse(
      AnswerListener listener, Failure failure, @Nullable Duration wait, String detail) {
    Failed result = new Failed(failure, Billing.NO, wait, detail, Receipt.NONE);
    executor.execute(() -> new Speaker(provider, listener).end(result));
    return () -> {};
  }
}
