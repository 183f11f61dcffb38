package io.camrelay.store;

import static io.camrelay.store.CaptureRows.KEY;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.FrameKey;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A frame's pieces: they follow one another without a gap, from 0. The frames of one capture lie
 * behind one another in a table that is older than captures with several: those of frame {@code i}
 * begin at {@code i * 2^32}.
 */
final class Pieces {

  /** More than any frame has: a size is a u32. */
  private static final long ROOM = 1L << 32;

  /**
   * Where the next piece begins; no row where the frame is not awaited. A look and a plain INSERT:
   * one INSERT that looks for itself makes SQLite copy the bytes once more, and costs eight times
   * as much.
   */
  static final String NEXT =
      "SELECT coalesce((SELECT stop FROM piece WHERE device = ?1 AND epoch = ?2 AND number = ?3"
          + " AND start >= ?5 AND start < ?6 ORDER BY start DESC LIMIT 1), ?5)"
          + " FROM frame JOIN capture USING (device, epoch, number)"
          + " WHERE device = ?1 AND epoch = ?2 AND number = ?3 AND frame_index = ?4"
          + " AND frame.stored_at IS NULL AND state = 'RECEIVING'";

  private static final String INSERT =
      "INSERT INTO piece (device, epoch, number, start, stop, bytes) VALUES (?, ?, ?, ?, ?, ?)";

  private static final String OF_FRAME = KEY + " AND start >= ? AND start < ?";

  static final String END = "SELECT stop FROM piece" + OF_FRAME + " ORDER BY start DESC LIMIT 1";

  private static final String AT = "SELECT bytes FROM piece" + KEY + " AND start = ?";

  private Pieces() {}

  /** False where the frame is not awaited, or the piece does not follow what is there. */
  static boolean append(Sql sql, FrameKey key, long start, byte[] bytes) throws SQLException {
    long base = base(key);
    Optional<Long> next = sql.first(NEXT, row -> row.getLong(1), key, base, base + ROOM);
    if (next.isEmpty() || next.get() - base != start) {
      return false;
    }
    sql.update(INSERT, key.capture(), base + start, base + start + bytes.length, bytes);
    return true;
  }

  /** How many bytes of a frame are there. */
  static long end(Sql sql, FrameKey key) throws SQLException {
    long base = base(key);
    return sql.first(END, row -> row.getLong(1) - base, key.capture(), base, base + ROOM)
        .orElse(0L);
  }

  /** The piece of a frame that begins here. */
  static Optional<byte[]> at(Sql sql, FrameKey key, long start) throws SQLException {
    return sql.first(AT, row -> row.getBytes(1), key.capture(), base(key) + start);
  }

  static void drop(Sql sql, FrameKey key) throws SQLException {
    long base = base(key);
    sql.update("DELETE FROM piece" + OF_FRAME, key.capture(), base, base + ROOM);
  }

  /** Those of all frames of a capture. */
  static void dropAll(Sql sql, CaptureKey key) throws SQLException {
    sql.update("DELETE FROM piece" + KEY, key);
  }

  private static long base(FrameKey key) {
    return key.index() * ROOM;
  }
}
