package io.camrelay.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is committed. Each query is one short transaction on one of a few connections: an open
 * one would keep the WAL from being used again, and it would grow without end.
 */
final class Readers implements AutoCloseable {

  /** A query; must have read all it needs when it returns. */
  @FunctionalInterface
  interface Query<T> {
    T run(Sql sql) throws SQLException;
  }

  /** Threads for those who must not block. */
  private static final int THREADS = 2;

  /** Queries that may wait for these threads; beyond it callers hear BUSY. */
  static final int QUEUED = 8_192;

  /** Two for the threads, the others for those who read frames on threads of their own. */
  private static final int CONNECTIONS = 6;

  /** A query takes microseconds, so whoever waits for so long would wait for ever. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(Readers.class);

  private final DatabaseFile file;
  private final Semaphore free = new Semaphore(CONNECTIONS, true);

  /** Open and not in use; who takes one out has it alone until it is put back. */
  private final Queue<Sql> idle = new ConcurrentLinkedQueue<>();

  private final ThreadPoolExecutor executor;

  private volatile boolean closed;

  Readers(DatabaseFile file) {
    this.file = file;
    AtomicInteger number = new AtomicInteger();
    this.executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(QUEUED),
            work -> {
              Thread thread = new Thread(work, "store-reader-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /** Runs a query on a thread of the store. */
  <T> CompletionStage<T> later(Query<T> query) {
    CompletableFuture<T> stage = new CompletableFuture<>();
    try {
      executor.execute(
          () -> {
            try {
              stage.complete(now(query));
            } catch (Throwable e) {
              stage.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedStage(
          closed
              ? new IllegalStateException("the store is closed")
              : Unavailable.busy("too many queries wait"));
    }
    return stage;
  }

  /** Runs a query on this thread, which may have to wait for a connection. */
  <T> T now(Query<T> query) throws IOException {
    try {
      if (!free.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException("no connection to the database became free");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the database");
    }
    try {
      return run(query);
    } catch (SQLException e) {
      throw new IOException("the database cannot be read: " + e.getMessage(), e);
    } finally {
      free.release();
    }
  }

  private <T> T run(Query<T> query) throws SQLException {
    if (closed) {
      throw new SQLException("the store is closed");
    }
    Sql sql = idle.poll();
    if (sql == null) {
      sql = file.openReader();
    }
    boolean usable = false;
    try {
      // One snapshot for all that a query looks at.
      sql.update("BEGIN");
      T found = query.run(sql);
      sql.update("COMMIT");
      usable = true;
      return found;
    } finally {
      // One that failed is not used again: who knows what it still holds.
      if (usable) {
        idle.add(sql);
      } else {
        close(sql);
      }
    }
  }

  /** Lets queries that run end, refuses all others, and closes the connections. */
  @Override
  public void close() {
    closed = true;
    executor.shutdown();
    boolean all = false;
    try {
      all = free.tryAcquire(CONNECTIONS, PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!all) {
      log.warn("readers did not end in time");
    }
    for (Sql sql = idle.poll(); sql != null; sql = idle.poll()) {
      close(sql);
    }
    if (all) {
      free.release(CONNECTIONS);
    }
  }

  private static void close(Sql sql) {
    try {
      sql.close();
    } catch (SQLException e) {
      log.debug("reader not closed reason={}", e.getMessage());
    }
  }
}
