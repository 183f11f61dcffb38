package io.camrelay.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The one connection that writes, and its transaction. Used by the writer's thread alone. */
class WriteConnection implements AutoCloseable {

  /** How long another process may hold the database before those who wait hear BUSY. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * SQLite's own waiting backs off to 100 ms, and under load a relay leaves gaps of microseconds
   * between its transactions: a command beside it would hardly ever find one.
   */
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(1);

  /** Pages in the WAL, from which on they are copied into the database: 64 MB. */
  private static final int CHECKPOINT_PAGES = 4_096;

  private final Sql sql;

  WriteConnection(Sql sql) {
    this.sql = sql;
  }

  Sql sql() {
    return sql;
  }

  /** Takes the database for writing, so that nothing in the transaction can be in another's way. */
  void begin() throws SQLException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        sql.update("BEGIN IMMEDIATE");
        return;
      } catch (SQLException e) {
        if (SqliteFault.of(e) != SqliteFault.BUSY || System.nanoTime() - end >= 0) {
          throw e;
        }
        LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
      }
    }
  }

  /** What happened since {@link #begin} is durable when this returns. */
  void commit() throws SQLException {
    sql.update("COMMIT");
  }

  /** Undoes the transaction. */
  void rollback() throws SQLException {
    try {
      sql.update("ROLLBACK");
    } catch (SQLException e) {
      // On some errors SQLite has rolled back by itself, and says now that there is nothing to
      // undo.
      if (SqliteFault.of(e) != SqliteFault.STATEMENT) {
        throw e;
      }
    }
  }

  /** From here on, {@link #undo} can take back one operation. */
  void mark() throws SQLException {
    sql.update("SAVEPOINT operation");
  }

  void keep() throws SQLException {
    sql.update("RELEASE operation");
  }

  void undo() throws SQLException {
    sql.update("ROLLBACK TO operation");
    sql.update("RELEASE operation");
  }

  /** A number that changes when another connection has committed something. */
  long foreignVersion() throws SQLException {
    return sql.number("PRAGMA data_version");
  }

  /** Copies the WAL into the database where it has grown long, as far as readers let it. */
  void checkpointWhenLong() throws SQLException {
    if (sql.first("PRAGMA wal_checkpoint(NOOP)", row -> row.getLong(2)).orElse(0L)
        >= CHECKPOINT_PAGES) {
      sql.first("PRAGMA wal_checkpoint(PASSIVE)", row -> row.getLong(3));
    }
  }

  @Override
  public void close() throws SQLException {
    sql.close();
  }
}
