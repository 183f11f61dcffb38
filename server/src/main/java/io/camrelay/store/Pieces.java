package io.camrelay.store;

import static io.camrelay.store.CaptureRows.KEY;

import io.camrelay.capture.CaptureKey;
import java.sql.SQLException;
import java.util.Optional;

/** A frame's pieces: they follow one another without a gap, from 0. */
final class Pieces {

  /**
   * Where the next piece begins; no row where the capture is not RECEIVING. A look and a plain
   * INSERT: one INSERT that looks for itself makes SQLite copy the bytes once more, and costs eight
   * times as much.
   */
  private static final String NEXT =
      "SELECT coalesce((SELECT stop FROM piece"
          + " WHERE device = ?1 AND epoch = ?2 AND number = ?3 ORDER BY start DESC LIMIT 1), 0)"
          + " FROM capture"
          + " WHERE device = ?1 AND epoch = ?2 AND number = ?3 AND state = 'RECEIVING'";

  private static final String INSERT =
      "INSERT INTO piece (device, epoch, number, start, stop, bytes) VALUES (?, ?, ?, ?, ?, ?)";

  private static final String END = "SELECT stop FROM piece" + KEY + " ORDER BY start DESC LIMIT 1";

  private static final String AT = "SELECT bytes FROM piece" + KEY + " AND start = ?";

  private Pieces() {}

  /** False where the capture is not RECEIVING, or the piece does not follow what is there. */
  static boolean append(Sql sql, CaptureKey key, long start, byte[] bytes) throws SQLException {
    Optional<Long> next = sql.first(NEXT, row -> row.getLong(1), key);
    if (next.isEmpty() || next.get() != start) {
      return false;
    }
    sql.update(INSERT, key, start, start + bytes.length, bytes);
    return true;
  }

  /** How many bytes are there. */
  static long end(Sql sql, CaptureKey key) throws SQLException {
    return sql.number(END, key);
  }

  /** The piece that begins here. */
  static Optional<byte[]> at(Sql sql, CaptureKey key, long start) throws SQLException {
    return sql.first(AT, row -> row.getBytes(1), key, start);
  }

  static void drop(Sql sql, CaptureKey key) throws SQLException {
    sql.update("DELETE FROM piece" + KEY, key);
  }
}
