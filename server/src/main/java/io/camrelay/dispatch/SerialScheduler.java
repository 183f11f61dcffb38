package io.camrelay.dispatch;

import java.time.Duration;
import java.time.Instant;

/** Runs tasks one after another, never two at a time, each seeing what the earlier ones did. */
interface SerialScheduler {

  /** The time by which deadlines are judged. */
  Instant now();

  /** Runs the task behind those that are waiting; drops it once the scheduler is closed. */
  void run(Runnable task);

  /** Runs the task after the wait, unless it is cancelled or the scheduler is closed before. */
  Timer after(Duration wait, Runnable task);

  /** Drops what has not begun. */
  void close();

  /** A task that has not begun. */
  @FunctionalInterface
  interface Timer {

    /** Has no effect on a task that has begun. */
    void cancel();
  }
}
