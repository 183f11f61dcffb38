package io.camrelay.store;

import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The writer's connection over a disk that can be full, fail, or make everybody wait. */
final class FaultyDisk extends WriteConnection {

  /** Counts commits that reached the disk, or would have. */
  final AtomicInteger commits = new AtomicInteger();

  private final Semaphore held = new Semaphore(0);
  private final Semaphore gate = new Semaphore(0);
  private volatile boolean holding;
  private volatile @Nullable SQLiteErrorCode failing;
  private volatile long maxPages;

  FaultyDisk(WriteConnection real) {
    super(real.sql());
  }

  /** The next commit waits; returns once it does. */
  void hold() {
    holding = true;
  }

  void awaitHeld() throws InterruptedException {
    held.acquire();
  }

  void release() {
    holding = false;
    gate.release();
  }

  /** Every commit fails so from now on, before anything is written; null mends it. */
  void fail(@Nullable SQLiteErrorCode code) {
    failing = code;
  }

  /** From the next transaction on, the database may grow by so many pages, and no further. */
  void growBy(long pages) {
    maxPages = pages;
  }

  @Override
  void begin() throws SQLException {
    long pages = maxPages;
    if (pages > 0) {
      maxPages = 0;
      long now = sql().number("PRAGMA page_count");
      sql().run("PRAGMA max_page_count = " + (now + pages));
    }
    super.begin();
  }

  @Override
  void commit() throws SQLException {
    commits.incrementAndGet();
    if (holding) {
      held.release();
      gate.acquireUninterruptibly();
    }
    SQLiteErrorCode code = failing;
    if (code != null) {
      throw new SQLiteException("injected", code);
    }
    super.commit();
  }
}
