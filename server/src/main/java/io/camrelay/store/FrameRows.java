package io.camrelay.store;

import static io.camrelay.store.CaptureRows.KEY;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Frame;
import io.camrelay.capture.FrameKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The frames of captures; their bytes are in {@link Pieces}. */
final class FrameRows {

  /** The condition that names one frame, for a {@link FrameKey}. */
  private static final String ONE = KEY + " AND frame_index = ?";

  private static final String INSERT =
      "INSERT INTO frame (device, epoch, number, frame_index, size, crc) VALUES (?, ?, ?, ?, ?, ?)";

  private static final String FIND = "SELECT * FROM frame" + ONE;

  /** What a capture is about: its own, or those that another one has. */
  static final String ABOUT =
      "SELECT frame.* FROM capture JOIN frame ON frame.device = capture.device"
          + " AND frame.epoch = coalesce(capture.frame_epoch, capture.epoch)"
          + " AND frame.number = coalesce(capture.frame_number, capture.number)"
          + " WHERE capture.device = ? AND capture.epoch = ? AND capture.number = ?"
          + " ORDER BY frame_index";

  private static final String STORE =
      "UPDATE frame SET width = ?, height = ?, stored_at = ?" + ONE + " AND stored_at IS NULL";

  private static final String STORED =
      "SELECT count(*) FROM frame" + KEY + " AND stored_at IS NOT NULL";

  private static final String DAMAGED =
      "UPDATE frame SET damaged = damaged + 1" + ONE + " AND stored_at IS NULL";

  private FrameRows() {}

  static void insert(Sql sql, CaptureKey capture, Frame frame) throws SQLException {
    sql.update(INSERT, new FrameKey(capture, frame.index()), frame.size(), frame.crc());
  }

  static Optional<Frame> find(Sql sql, FrameKey key) throws SQLException {
    return sql.first(FIND, FrameRows::frame, key);
  }

  /** What a capture is about, in order. */
  static List<Frame> about(Sql sql, CaptureKey capture) throws SQLException {
    return sql.list(ABOUT, FrameRows::frame, capture);
  }

  static void store(Sql sql, FrameKey key, int width, int height, Instant now) throws SQLException {
    sql.update(STORE, width, height, now, key);
  }

  /** How many of a capture's frames are stored. */
  static long stored(Sql sql, CaptureKey capture) throws SQLException {
    return sql.number(STORED, capture);
  }

  /** Counts one more damage of a frame that is not stored; false where there is none. */
  static boolean damage(Sql sql, FrameKey key) throws SQLException {
    return sql.update(DAMAGED, key) == 1;
  }

  /** How often a frame was damaged; empty where there is none. */
  static Optional<Integer> damaged(Sql sql, FrameKey key) throws SQLException {
    return sql.first(FIND, row -> row.getInt("damaged"), key);
  }

  private static Frame frame(ResultSet row) throws SQLException {
    return new Frame(
        row.getInt("frame_index"),
        row.getLong("size"),
        row.getLong("crc"),
        row.getInt("width"),
        row.getInt("height"),
        CaptureRows.instantOrNull(row, "stored_at"));
  }
}
