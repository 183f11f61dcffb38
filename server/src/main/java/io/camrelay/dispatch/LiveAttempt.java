package io.camrelay.dispatch;

import io.camrelay.vision.AnswerListener;
import io.camrelay.vision.Ask;
import io.camrelay.vision.AttemptResult;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Receipt;
import io.camrelay.vision.Failure;
import io.camrelay.vision.Inquiry;
import io.camrelay.vision.Provider;
import io.camrelay.vision.RateLimits;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One attempt while it is under way: brings what the provider does onto the dispatcher's thread,
 * and makes sure of exactly one end, in time, whatever the provider does. What comes after that end
 * is ignored.
 */
final class LiveAttempt {

  /**
   * Providers keep the time themselves and know more about the bill; this is for one that hangs.
   */
  static final Duration GRACE = Duration.ofSeconds(1);

  /** Hears what becomes of the attempt, on the dispatcher's thread. */
  interface Observer {

    /** The provider said how much it will still take. Comes at most once, before any text. */
    void limits(RateLimits limits);

    /** The model said something more. */
    void text(String piece);

    /** The attempt is over; comes once, and no text after it. */
    void over(AttemptResult result, String whole);

    /** The provider has let go of the thread that asked it, and the attempt is over. Comes once. */
    void letGo();
  }

  private final Provider provider;
  private final Ask ask;
  private final SerialScheduler line;
  private final Executor starters;
  private final Observer observer;
  private final Callbacks callbacks;

  /** The thread that asks the provider, while it does. Guarded by this. */
  private @Nullable Thread asker;

  // All below: owned by the dispatcher's thread.

  private SerialScheduler.@Nullable Timer watchdog;

  /** Null until the provider has returned from being asked. */
  private @Nullable Inquiry inquiry;

  private boolean spoke;
  private boolean returned;
  private boolean over;

  /** True where the end did not come from the provider, so that it must be hung up on. */
  private boolean forced;

  /**
   * @param maxAnswer characters that are kept
   * @param starters runs what may block: asking and hanging up
   */
  LiveAttempt(
      Provider provider,
      Ask ask,
      int maxAnswer,
      SerialScheduler line,
      Executor starters,
      Observer observer) {
    this.provider = provider;
    this.ask = ask;
    this.line = line;
    this.starters = starters;
    this.observer = observer;
    this.callbacks = new Callbacks(maxAnswer);
  }

  /** Asks; the watch begins now. */
  void start() {
    watchdog = line.after(ask.timeLeft().plus(GRACE), this::tooLong);
    starters.execute(this::askProvider);
  }

  /** From now on it may take so long at most; the watch began with a longer time. */
  void limit(Duration left) {
    if (watchdog != null) {
      watchdog.cancel();
      watchdog = over ? null : line.after(left.plus(GRACE), this::tooLong);
    }
  }

  /** Ends the attempt as cancelled, without waiting for the provider. */
  void hangUp() {
    force(Failure.CANCELLED, "hung up");
  }

  private void tooLong() {
    force(Failure.TIMEOUT, "the provider did not end the attempt in time and was hung up on");
  }

  private void askProvider() {
    synchronized (this) {
      asker = Thread.currentThread();
    }
    Inquiry begun = null;
    try {
      begun = provider.ask(ask, callbacks);
    } catch (RuntimeException defect) {
      callbacks.ended(
          failed(Failure.PROVIDER_ERROR, Billing.MAYBE, "could not be asked: " + defect));
    } finally {
      synchronized (this) {
        asker = null;
        // The interrupt was for the provider; the thread's next task must not see it.
        boolean unused = Thread.interrupted();
      }
      Inquiry underWay = begun;
      line.run(() -> returned(underWay));
    }
  }

  private void returned(@Nullable Inquiry underWay) {
    returned = true;
    inquiry = underWay;
    if (over) {
      letGo();
    }
  }

  private void heard(String piece) {
    if (!over) {
      spoke = true;
      observer.text(piece);
    }
  }

  /** Nobody reads what comes now, so it is not paid for either. */
  private void cut(String whole) {
    forced = forced || !over;
    end(new AttemptResult.Answered(true, Receipt.NONE), whole);
  }

  private void force(Failure failure, String detail) {
    forced = true;
    end(failed(failure, spoke ? Billing.YES : Billing.MAYBE, detail), "");
    synchronized (this) {
      if (asker != null) {
        asker.interrupt();
      }
    }
  }

  private void end(AttemptResult result, String whole) {
    if (over) {
      return;
    }
    over = true;
    if (watchdog != null) {
      watchdog.cancel();
    }
    try {
      observer.over(result, whole);
    } finally {
      if (returned) {
        letGo();
      }
    }
  }

  private void letGo() {
    Inquiry underWay = inquiry;
    inquiry = null;
    if (forced && underWay != null) {
      starters.execute(underWay::cancel);
    }
    observer.letGo();
  }

  private static AttemptResult.Failed failed(Failure failure, Billing billing, String detail) {
    return new AttemptResult.Failed(failure, billing, null, detail, Receipt.NONE);
  }

  /** The provider's side; hops onto the dispatcher's thread with bounded text. */
  private final class Callbacks implements AnswerListener {

    private final AnswerText answer;
    private boolean ended;

    Callbacks(int maxAnswer) {
      this.answer = new AnswerText(maxAnswer);
    }

    @Override
    public void limits(RateLimits limits) {
      line.run(
          () -> {
            if (!over) {
              observer.limits(limits);
            }
          });
    }

    @Override
    public synchronized void text(String piece) {
      if (ended) {
        return;
      }
      handOn(answer.append(piece));
      if (answer.full()) {
        ended = true;
        String whole = answer.whole();
        line.run(() -> cut(whole));
      }
    }

    @Override
    public synchronized void ended(AttemptResult result) {
      if (ended) {
        return;
      }
      ended = true;
      handOn(answer.finish());
      String whole = answer.whole();
      line.run(() -> end(result, whole));
    }

    private void handOn(String piece) {
      if (!piece.isEmpty()) {
        line.run(() -> heard(piece));
      }
    }
  }
}
