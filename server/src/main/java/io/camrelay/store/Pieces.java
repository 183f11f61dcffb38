package io.camrelay.store;

import static io.camrelay.store.CaptureRows.KEY;

import io.camrelay.capture.CaptureKey;
import java.sql.SQLException;
import java.util.Optional;

/** A frame's pieces: they follow one another without a gap, from 0. */
final class Pieces {

  /** Adds a piece where the capture is RECEIVING and the piece begins where the last one ended. */
  private static final String APPEND =
      "INSERT INTO piece (device, epoch, number, start, stop, bytes)"
          + " SELECT ?1, ?2, ?3, ?4, ?5, ?6"
          + " WHERE EXISTS (SELECT 1 FROM capture"
          + " WHERE device = ?1 AND epoch = ?2 AND number = ?3 AND state = 'RECEIVING')"
          + " AND ?4 = coalesce((SELECT stop FROM piece"
          + " WHERE device = ?1 AND epoch = ?2 AND number = ?3 ORDER BY start DESC LIMIT 1), 0)";

  private static final String END = "SELECT stop FROM piece" + KEY + " ORDER BY start DESC LIMIT 1";

  private static final String AT = "SELECT bytes FROM piece" + KEY + " AND start = ?";

  private Pieces() {}

  /** False where the piece does not follow what is there. */
  static boolean append(Sql sql, CaptureKey key, long start, byte[] bytes) throws SQLException {
    return sql.update(APPEND, key, start, start + bytes.length, bytes) == 1;
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
