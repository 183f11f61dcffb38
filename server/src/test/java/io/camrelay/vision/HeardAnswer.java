package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.vision.AttemptResult.Answered;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Failed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A listener that keeps what it hears and what the contract forbids. */
class HeardAnswer implements AnswerListener {

  private static final long PATIENCE_SECONDS = 20;

  private final CountDownLatch end = new CountDownLatch(1);
  private final CountDownLatch firstWord = new CountDownLatch(1);
  private final AtomicInteger inside = new AtomicInteger();
  private final List<String> faults = new ArrayList<>();
  private final List<String> pieces = new ArrayList<>();
  private @Nullable AttemptResult result;
  private @Nullable RateLimits limits;

  @Override
  public void limits(RateLimits said) {
    enter("limits after the end");
    synchronized (this) {
      if (limits != null || !pieces.isEmpty()) {
        faults.add("limits twice, or after text");
      }
      limits = said;
    }
    inside.decrementAndGet();
  }

  @Override
  public void text(String piece) {
    enter("text after the end");
    synchronized (this) {
      pieces.add(piece);
    }
    firstWord.countDown();
    inside.decrementAndGet();
  }

  @Override
  public void ended(AttemptResult ending) {
    enter("a second end");
    synchronized (this) {
      result = ending;
    }
    inside.decrementAndGet();
    end.countDown();
  }

  private void enter(String fault) {
    synchronized (this) {
      if (result != null) {
        faults.add(fault);
      }
      if (inside.getAndIncrement() != 0) {
        faults.add("two calls at a time");
      }
    }
  }

  AttemptResult result() throws InterruptedException {
    assertThat(end.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("the attempt ends").isTrue();
    synchronized (this) {
      assertThat(faults).isEmpty();
      return result == null ? new Answered(false, AttemptResult.Receipt.NONE) : result;
    }
  }

  Answered answered() throws InterruptedException {
    AttemptResult ending = result();
    assertThat(ending).isInstanceOf(Answered.class);
    return (Answered) ending;
  }

  Failed failed() throws InterruptedException {
    AttemptResult ending = result();
    assertThat(ending).isInstanceOf(Failed.class);
    return (Failed) ending;
  }

  void assertFailed(Failure failure, Billing billing, String detail) throws InterruptedException {
    Failed failed = failed();
    assertThat(failed.failure()).as(failed.detail()).isEqualTo(failure);
    assertThat(failed.billing()).as(failed.detail()).isEqualTo(billing);
    assertThat(failed.detail()).contains(detail);
  }

  void awaitFirstWord() throws InterruptedException {
    assertThat(firstWord.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  /** What the provider said of its limits, null for nothing. */
  synchronized @Nullable RateLimits limits() {
    return limits;
  }

  synchronized String text() {
    return String.join("", pieces);
  }

  synchronized List<String> pieces() {
    return List.copyOf(pieces);
  }
}
