package io.camrelay.vision;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Needs no network, no key and no model: tells what arithmetic finds in a picture, and says that it
 * is no model. With it anybody can try the whole relay.
 */
public final class OfflineProvider implements Provider {

  /** Its name, and what it gives for a model. */
  public static final String NAME = "offline";

  /** Attempts that may wait for a thread; more are refused as {@link Failure#OVERLOADED}. */
  static final int MAX_WAITING = 256;

  /** How long closing waits for pictures that are being read. */
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(OfflineProvider.class);

  private final int places;
  private final ThreadPoolExecutor threads;
  private final Refusals refusals = new Refusals(NAME);

  /** Attempts under way; guarded by itself, as the next field is. */
  private final Set<OfflineAttempt> attempts = new HashSet<>();

  private boolean closed;

  /** Uses half of the machine's processors, as reading a picture is nothing but work for them. */
  public OfflineProvider() {
    this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), MAX_WAITING);
  }

  OfflineProvider(int threads, int maxWaiting) {
    this.places = threads + maxWaiting;
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(maxWaiting),
            new ThreadsNamed("vision-" + NAME));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String model() {
    return NAME;
  }

  @Override
  public Pace pace() {
    return Pace.UNBOUNDED;
  }

  @Override
  public Terms terms(Manner manner) {
    return new Terms(null, 0);
  }

  @Override
  public Inquiry ask(Ask ask, AnswerListener listener) {
    if (ask.timeLeft().isZero() || ask.timeLeft().isNegative()) {
      return refusals.late(listener);
    }
    OfflineAttempt attempt = new OfflineAttempt(ask, new Speaker(NAME, listener), this::free);
    return switch (begin(attempt)) {
      case BEGUN -> () -> cancel(attempt, listener);
      case NO_PLACE -> refusals.busy(listener, places);
      case CLOSED -> refusals.closed(listener);
    };
  }

  private Beginning begin(OfflineAttempt attempt) {
    synchronized (attempts) {
      if (closed) {
        return Beginning.CLOSED;
      }
      try {
        threads.execute(attempt);
      } catch (RejectedExecutionException e) {
        return Beginning.NO_PLACE;
      }
      attempts.add(attempt);
      return Beginning.BEGUN;
    }
  }

  @Override
  public void close() {
    List<OfflineAttempt> underWay;
    synchronized (attempts) {
      closed = true;
      underWay = List.copyOf(attempts);
    }
    underWay.forEach(OfflineAttempt::cancel);
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("attempts outlive their provider provider={}", NAME);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void cancel(OfflineAttempt attempt, AnswerListener listener) {
    attempt.cancel();
    // One that still waits has not begun and shall not have to wait for its end either.
    if (threads.remove(attempt)) {
      free(attempt);
      refusals.cancelled(listener);
    }
  }

  private void free(OfflineAttempt attempt) {
    synchronized (attempts) {
      attempts.remove(attempt);
    }
  }
}
