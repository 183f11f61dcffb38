package io.camrelay.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that owns everything in this package that changes. */
final class DispatchThread implements SerialScheduler {

  private static final Logger log = LoggerFactory.getLogger(DispatchThread.class);
  private static final Timer NOTHING_TO_CANCEL = () -> {};

  private final InstantSource clock;
  private final ScheduledThreadPoolExecutor executor;

  DispatchThread(InstantSource clock) {
    this.clock = clock;
    this.executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "dispatch");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public void run(Runnable task) {
    after(Duration.ZERO, task);
  }

  @Override
  public Timer after(Duration wait, Runnable task) {
    try {
      Future<?> future =
          executor.schedule(() -> guarded(task), wait.toNanos(), TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException closed) {
      return NOTHING_TO_CANCEL;
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  /** A defect in one capture's way must not end the thread that serves the others. */
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException defect) {
      log.error("dispatch defect", defect);
    }
  }
}
