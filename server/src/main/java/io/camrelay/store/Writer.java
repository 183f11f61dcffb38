package io.camrelay.store;

import io.camrelay.store.Write.Outcome;
import io.camrelay.store.Write.Work;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes changes, in the order in which they were asked for, and makes them durable together: one
 * transaction for all that waits, one savepoint for each of several statements, so that what one
 * does wrong is undone alone. Owns the write connection and the open group; callers hand over and
 * never wait.
 *
 * <p>A full disk undoes the group and is told to who waited for it. Any other failure to commit is
 * the end: nobody can know what is on the disk, and trying again would only find out whether the
 * system still admits it. So is a database that is not in its place any more.
 */
final class Writer {

  /** How often it looks for what others have committed; also how often it gives way to them. */
  static final Duration LOOKS_AROUND = Duration.ofMillis(250);

  /** Under load a process beside the relay is let in for so long; it tries every millisecond. */
  private static final Duration GIVES_WAY = Duration.ofMillis(3);

  /** How long {@link #stop} waits for the disk. */
  private static final Duration CLOSING = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(Writer.class);

  private final WriteConnection connection;
  private final OpenFile file;
  private final WriteQueue queue;
  private final Runnable onForeignChange;
  private final Consumer<Throwable> onFatal;
  private final Thread thread;

  /** Owned by the thread, like all below. Null while no transaction is open. */
  private @Nullable Group group;

  private long lookedAround;
  private long foreignVersion;
  private boolean full;

  Writer(
      WriteConnection connection,
      OpenFile file,
      StoreSettings settings,
      Runnable onForeignChange,
      Consumer<Throwable> onFatal) {
    this.connection = connection;
    this.file = file;
    this.queue = new WriteQueue(settings.queuedOperations(), settings.queuedBytes());
    this.onForeignChange = onForeignChange;
    this.onFatal = onFatal;
    this.thread = new Thread(this::run, "store-writer");
    thread.setDaemon(true);
  }

  void start() throws SQLException {
    foreignVersion = connection.foreignVersion();
    lookedAround = System.nanoTime();
    thread.start();
  }

  /** Hands over a change of several statements. */
  <T> CompletionStage<T> submit(Work<T> work) {
    return submit(Write.of(work));
  }

  <T> CompletionStage<T> submit(Write<T> write) {
    RuntimeException refusal = queue.offer(write);
    return refusal == null ? write.stage() : CompletableFuture.failedStage(refusal);
  }

  /** Makes durable what was handed over, and stops. True where it has stopped in time. */
  boolean stop() {
    queue.close(new IllegalStateException("the store is closed"));
    if (Thread.currentThread() == thread) {
      return false;
    }
    boolean interrupted = false;
    long end = System.nanoTime() + CLOSING.toNanos();
    while (thread.isAlive() && System.nanoTime() < end) {
      try {
        thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  private void run() {
    @Nullable Write<?> current = null;
    try {
      while (true) {
        current = queue.next(patience());
        if (current == null && queue.isFinished()) {
          break;
        }
        while (current != null) {
          execute(current);
          current = group == null || group.hasRoom() ? queue.poll() : null;
        }
        if (group != null && group.isDue(System.nanoTime())) {
          commit(group);
        }
        lookAround();
      }
      if (group != null) {
        commit(group);
      }
    } catch (Throwable e) {
      die(e, current);
    }
  }

  private long patience() {
    long now = System.nanoTime();
    long untilLook = LOOKS_AROUND.toNanos() - (now - lookedAround);
    return group == null ? untilLook : Math.min(group.nanosLeft(now), untilLook);
  }

  private <T> void execute(Write<T> write) throws SQLException {
    try {
      if (group == null) {
        connection.begin();
        group = new Group(System.nanoTime());
      }
      if (!write.single()) {
        connection.mark();
      }
      Outcome<T> outcome = write.work().run(connection.sql());
      if (!write.single()) {
        connection.keep();
      }
      group.add(write, outcome);
    } catch (SQLException e) {
      failed(write, e);
    } catch (RuntimeException e) {
      undo(write);
      write.fail(e);
    }
  }

  private void failed(Write<?> write, SQLException e) throws SQLException {
    switch (SqliteFault.of(e)) {
      case BUSY -> {
        if (group != null) {
          undo(write);
        }
        write.fail(Unavailable.busy("another process holds the database"));
      }
      case FULL -> {
        rollback(e);
        write.fail(Unavailable.diskFull(String.valueOf(e.getMessage())));
      }
      case STATEMENT -> {
        undo(write);
        write.fail(new IllegalStateException("the store refused a change", e));
      }
      case FATAL -> throw e;
    }
  }

  private void undo(Write<?> write) throws SQLException {
    if (!write.single()) {
      connection.undo();
    }
  }

  private void commit(Group open) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException e) {
      switch (SqliteFault.of(e)) {
        case FULL -> rollback(e);
        case BUSY, STATEMENT, FATAL -> throw e;
      }
      return;
    }
    file.check();
    group = null;
    if (full) {
      full = false;
      log.info("store has space again");
    }
    open.committed();
    checkpoint();
  }

  /** The disk is full. All that was not committed is gone, and who waited for it is told. */
  private void rollback(SQLException why) throws SQLException {
    connection.rollback();
    if (!full) {
      full = true;
      log.warn("store full reason={}", why.getMessage());
    }
    if (group != null) {
      Group gone = group;
      group = null;
      gone.failed(Unavailable.diskFull(String.valueOf(why.getMessage())));
    }
  }

  private void checkpoint() throws SQLException {
    try {
      connection.checkpointWhenLong();
    } catch (SQLException e) {
      // Full: what is committed stays in the WAL, and the next one tries again from there.
      switch (SqliteFault.of(e)) {
        case FULL, BUSY -> log.debug("checkpoint put off reason={}", e.getMessage());
        case STATEMENT, FATAL -> throw e;
      }
    }
  }

  /** Between two transactions, now and then: sees what others did, and lets them in. */
  private void lookAround() throws SQLException {
    long now = System.nanoTime();
    if (group != null || now - lookedAround < LOOKS_AROUND.toNanos()) {
      return;
    }
    if (!queue.isEmpty()) {
      LockSupport.parkNanos(GIVES_WAY.toNanos());
    }
    lookedAround = System.nanoTime();
    file.check();
    try {
      long version = connection.foreignVersion();
      if (version != foreignVersion) {
        foreignVersion = version;
        onForeignChange.run();
      }
    } catch (SQLException e) {
      if (SqliteFault.of(e) != SqliteFault.BUSY) {
        throw e;
      }
    }
  }

  private void die(Throwable cause, @Nullable Write<?> current) {
    StoreFailed failure =
        new StoreFailed("the store has failed: " + cause.getMessage() + ". Stop the relay.", cause);
    queue.close(failure);
    if (current != null) {
      current.fail(failure);
    }
    if (group != null) {
      group.failed(failure);
    }
    queue.drain().forEach(write -> write.fail(failure));
    log.error("store failed", cause);
    onFatal.accept(failure);
  }
}
