package io.camrelay.store;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What an error of SQLite means for the store. */
enum SqliteFault {
  /** Somebody else holds the database: later. */
  BUSY,
  /** No space: nothing was written, and there may be space later. */
  FULL,
  /** The disk failed, or the database is damaged: the store can promise nothing any more. */
  FATAL,
  /** The statement is wrong; the database is as it was. */
  STATEMENT;

  /** The low byte of an extended code is the family that it belongs to. */
  private static final int FAMILY = 0xFF;

  static SqliteFault of(SQLException exception) {
    if (!(exception instanceof SQLiteException sqlite)) {
      return STATEMENT;
    }
    SQLiteErrorCode code = sqlite.getResultCode();
    if (code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE) {
      // The WAL's index could not grow: that is how a full disk looks there.
      return FULL;
    }
    return switch (SQLiteErrorCode.getErrorCode(code.code & FAMILY)) {
      case SQLITE_BUSY, SQLITE_LOCKED -> BUSY;
      case SQLITE_FULL -> FULL;
      case SQLITE_IOERR,
          SQLITE_CORRUPT,
          SQLITE_NOTADB,
          SQLITE_CANTOPEN,
          SQLITE_READONLY,
          SQLITE_PERM,
          SQLITE_AUTH,
          SQLITE_PROTOCOL,
          SQLITE_NOMEM,
          SQLITE_INTERNAL,
          SQLITE_MISUSE,
          SQLITE_NOLFS ->
          FATAL;
      // A long list of codes that the library may add to; all others speak of one statement.
      default -> STATEMENT;
    };
  }
}
