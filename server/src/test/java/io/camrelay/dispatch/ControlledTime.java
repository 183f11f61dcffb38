package io.camrelay.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** Time and turns under the test's control: nothing runs until the test lets it. */
final class ControlledTime implements SerialScheduler {

  private record Ring(Instant at, long order, Runnable task) {}

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Ring> rings =
      new PriorityQueue<>(Comparator.comparing(Ring::at).thenComparing(Ring::order));
  private Instant now = Instant.parse("2026-11-23T12:00:00Z");
  private long orders;
  private boolean closed;

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void run(Runnable task) {
    if (!closed) {
      tasks.add(task);
    }
  }

  @Override
  public Timer after(Duration wait, Runnable task) {
    Ring ring = new Ring(now.plus(wait), orders++, task);
    if (!closed) {
      rings.add(ring);
    }
    return () -> rings.remove(ring);
  }

  @Override
  public void close() {
    closed = true;
    tasks.clear();
    rings.clear();
  }

  /** Runs what is there to be run now. */
  void runAll() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** Lets time pass, running each timer at its own time. */
  void pass(Duration time) {
    runAll();
    Instant end = now.plus(time);
    while (!rings.isEmpty() && !rings.element().at().isAfter(end)) {
      Ring ring = rings.remove();
      now = ring.at().isAfter(now) ? ring.at() : now;
      tasks.add(ring.task());
      runAll();
    }
    now = end;
  }

  /** Sets the clock without anything ringing, as an operator or NTP would. */
  void setClock(Instant to) {
    now = to;
  }
}
