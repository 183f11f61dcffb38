package io.camrelay.store;

import io.camrelay.store.Write.Outcome;
import io.camrelay.store.Write.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The changes of one transaction, and who hears of its commit. Says when that is due; owned by the
 * writer's thread.
 */
final class Group {

  /** The longest that a change nobody waits for stays uncommitted. */
  static final Duration MAX_AGE = Duration.ofMillis(250);

  /** Pieces that are committed at once even if nobody waits, so that the WAL grows in steps. */
  static final long MAX_BYTES = 4L << 20;

  /** Changes in one transaction; keeps the first one's caller from waiting for too many others. */
  static final int MAX_OPERATIONS = 2_048;

  private record Waiter<T>(Write<T> write, Outcome<T> outcome) {
    void tell() {
      write.stage().complete(outcome.value());
    }
  }

  private final List<Waiter<?>> waiters = new ArrayList<>();
  private final long openedNanos;
  private long bytes;
  private int operations;
  private boolean awaited;

  Group(long openedNanos) {
    this.openedNanos = openedNanos;
  }

  /** Counts a change that was made; tells its caller now where that is right. */
  <T> void add(Write<T> write, Outcome<T> outcome) {
    operations++;
    bytes += write.bytes();
    if (outcome.when() == When.DONE) {
      write.stage().complete(outcome.value());
      return;
    }
    awaited |= outcome.when() == When.DURABLE;
    waiters.add(new Waiter<>(write, outcome));
  }

  boolean hasRoom() {
    return bytes < MAX_BYTES && operations < MAX_OPERATIONS;
  }

  boolean isDue(long nanos) {
    return awaited || !hasRoom() || nanosLeft(nanos) <= 0;
  }

  /** How long until it is due by age. */
  long nanosLeft(long nanos) {
    return MAX_AGE.toNanos() - (nanos - openedNanos);
  }

  void committed() {
    waiters.forEach(Waiter::tell);
  }

  void failed(RuntimeException reason) {
    waiters.forEach(waiter -> waiter.write().fail(reason));
  }
}
