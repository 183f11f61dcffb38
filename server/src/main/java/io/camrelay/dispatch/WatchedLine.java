package io.camrelay.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * The dispatcher's thread as one capture's run uses it: a defect in the run's own way is given to
 * the run, which ends its capture with it, instead of leaving that without an end.
 */
final class WatchedLine implements SerialScheduler {

  private final SerialScheduler line;
  private final Consumer<RuntimeException> whenDefective;

  WatchedLine(SerialScheduler line, Consumer<RuntimeException> whenDefective) {
    this.line = line;
    this.whenDefective = whenDefective;
  }

  @Override
  public Instant now() {
    return line.now();
  }

  @Override
  public void run(Runnable task) {
    line.run(() -> watched(task));
  }

  @Override
  public Timer after(Duration wait, Runnable task) {
    return line.after(wait, () -> watched(task));
  }

  /** The thread is everybody's: not for a run to close. */
  @Override
  public void close() {
    throw new UnsupportedOperationException("the dispatcher closes its thread");
  }

  private void watched(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException defect) {
      whenDefective.accept(defect);
    }
  }
}
