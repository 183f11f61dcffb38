package io.camrelay.store;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.Beginning;
import io.camrelay.capture.Beginning.Sent;
import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureState;
import io.camrelay.capture.Ending;
import io.camrelay.capture.Frame;
import io.camrelay.capture.Press;
import io.camrelay.protocol.AnswerStatus;
import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.FlightRecord;
import io.camrelay.protocol.Limits;
import io.camrelay.protocol.ResetReason;
import io.camrelay.protocol.Trigger;
import io.camrelay.protocol.Urgency;
import io.camrelay.usage.Bill;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the domain's records of rows, and inserts captures. */
final class CaptureRows {

  /** The condition that names one capture, for a {@link CaptureKey}. */
  static final String KEY = " WHERE device = ? AND epoch = ? AND number = ?";

  private static final String INSERT =
      "INSERT INTO capture (device, epoch, number, frame_count, taken_at, triggered_by, urgency,"
          + " question, free_heap, largest_block, free_psram, uptime_s, connect_ms, handshake_ms,"
          + " write_stalls, rssi, reset, state, begun_at, touched_at)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'RECEIVING', ?, ?)";

  private static final String CORRECT =
      "UPDATE capture SET taken_at = ?, triggered_by = ?, urgency = ?, question = ?, free_heap = ?,"
          + " largest_block = ?, free_psram = ?, uptime_s = ?, connect_ms = ?, handshake_ms = ?,"
          + " write_stalls = ?, rssi = ?, reset = ?"
          + KEY;

  /** Each with its row of the ledger. */
  static final String ATTEMPTS =
      "SELECT * FROM attempt JOIN ledger USING (device, epoch, number, ordinal)"
          + KEY
          + " ORDER BY ordinal";

  private CaptureRows() {}

  /** Adds a capture that is RECEIVING. */
  static void insert(Sql sql, Press press, Instant now) throws SQLException {
    FlightRecord flight = press.flight();
    sql.update(
        INSERT,
        press.key(),
        press.frameCount(),
        press.takenAt(),
        press.trigger(),
        press.urgency(),
        press.question(),
        known(flight.freeHeap()),
        known(flight.largestBlock()),
        known(flight.freePsram()),
        known(flight.uptimeSeconds()),
        known(flight.connectMillis()),
        known(flight.handshakeMillis()),
        known(flight.writeStalls()),
        flight.rssi() == 0 ? null : flight.rssi(),
        flight.reset(),
        now,
        now);
  }

  /** Puts what was said with a capture's first frame in the place of what was said before it. */
  static void correct(Sql sql, Press press) throws SQLException {
    FlightRecord flight = press.flight();
    sql.update(
        CORRECT,
        press.takenAt(),
        press.trigger(),
        press.urgency(),
        press.question(),
        known(flight.freeHeap()),
        known(flight.largestBlock()),
        known(flight.freePsram()),
        known(flight.uptimeSeconds()),
        known(flight.connectMillis()),
        known(flight.handshakeMillis()),
        known(flight.writeStalls()),
        flight.rssi() == 0 ? null : flight.rssi(),
        flight.reset(),
        press.key());
  }

  static Optional<Capture> find(Sql sql, CaptureKey key) throws SQLException {
    List<Frame> frames = FrameRows.about(sql, key);
    List<Attempt> attempts = attempts(sql, key);
    return sql.first("SELECT * FROM capture" + KEY, row -> capture(row, frames, attempts), key);
  }

  /** The captures with these keys, in this order; those that are gone are left out. */
  static List<Capture> find(Sql sql, List<CaptureKey> keys) throws SQLException {
    List<Capture> found = new ArrayList<>(keys.size());
    for (CaptureKey key : keys) {
      find(sql, key).ifPresent(found::add);
    }
    return found;
  }

  static List<Attempt> attempts(Sql sql, CaptureKey key) throws SQLException {
    return sql.list(ATTEMPTS, CaptureRows::attempt, key);
  }

  /** For rows that begin with device, epoch and number. */
  static CaptureKey key(ResultSet row) throws SQLException {
    return new CaptureKey(row.getString(1), new CaptureId(row.getLong(2), row.getLong(3)));
  }

  static CaptureState state(ResultSet row) throws SQLException {
    return CaptureState.valueOf(row.getString("state"));
  }

  static @Nullable CaptureKey parent(ResultSet row) throws SQLException {
    return related(row, "parent_epoch", "parent_number");
  }

  /** The capture whose frame this one is about; null where it has its own. */
  static @Nullable CaptureKey frame(ResultSet row) throws SQLException {
    return related(row, "frame_epoch", "frame_number");
  }

  /** How the capture of this row ended, null where it has not. */
  static @Nullable Ending ending(ResultSet row) throws SQLException {
    return switch (state(row)) {
      case RECEIVING, QUEUED, ASKING -> null;
      case ANSWERED ->
          new Ending.Answer(
              row.getString("answer"),
              AnswerStatus.valueOf(row.getString("answer_status")),
              row.getString("answer_provider"),
              row.getString("answer_model"),
              row.getLong("prompt_tokens"),
              row.getLong("answer_tokens"),
              row.getLong("answer_ms"));
      case FAILED -> new Ending.Failure(code(row.getString("failure")), row.getString("hint"));
    };
  }

  static Optional<Ending> endingOf(ResultSet row) throws SQLException {
    return Optional.ofNullable(ending(row));
  }

  private static Capture capture(ResultSet row, List<Frame> frames, List<Attempt> attempts)
      throws SQLException {
    return new Capture(
        press(row),
        parent(row),
        frame(row),
        frames,
        state(row),
        instant(row, "begun_at"),
        instantOrNull(row, "stored_at"),
        instantOrNull(row, "due_at"),
        instantOrNull(row, "ended_at"),
        instantOrNull(row, "acknowledged_at"),
        instantOrNull(row, "dropped_at"),
        LookColumns.read(row),
        new Capture.Asked(row.getString("asked_profile"), row.getString("asked_provider")),
        attempts,
        ending(row));
  }

  private static Press press(ResultSet row) throws SQLException {
    return new Press(
        key(row),
        row.getInt("frame_count"),
        instant(row, "taken_at"),
        Trigger.valueOf(row.getString("triggered_by")),
        Urgency.valueOf(row.getString("urgency")),
        row.getString("question"),
        flight(row));
  }

  private static FlightRecord flight(ResultSet row) throws SQLException {
    return new FlightRecord(
        orUnknown(row, "free_heap"),
        orUnknown(row, "largest_block"),
        orUnknown(row, "free_psram"),
        orUnknown(row, "uptime_s"),
        orUnknown(row, "connect_ms"),
        orUnknown(row, "handshake_ms"),
        orUnknown(row, "write_stalls"),
        row.getInt("rssi"),
        ResetReason.valueOf(row.getString("reset")));
  }

  private static Attempt attempt(ResultSet row) throws SQLException {
    Instant endedAt = instantOrNull(row, "ended_at");
    Bill bill = LedgerRows.bill(row);
    Attempt.End end =
        endedAt == null || bill == null
            ? null
            : new Attempt.End(
                endedAt,
                row.getString("outcome"),
                Attempt.Billed.valueOf(row.getString("billed")),
                row.getString("detail"),
                bill,
                row.getString("request_id"));
    return new Attempt(row.getInt("ordinal"), beginning(row), instant(row, "started_at"), end);
  }

  private static Beginning beginning(ResultSet row) throws SQLException {
    return new Beginning(
        row.getString("provider"),
        row.getString("model"),
        row.getString("profile"),
        row.getLong("revision"),
        LedgerRows.expected(row),
        LedgerRows.worst(row),
        sent(row),
        null,
        row.getBoolean("overlapped"));
  }

  private static @Nullable Sent sent(ResultSet row) throws SQLException {
    int width = row.getInt("sent_width");
    return row.wasNull()
        ? null
        : new Sent(
            width, row.getInt("sent_height"), row.getLong("sent_bytes"), row.getLong("sent_crc"));
  }

  private static @Nullable CaptureKey related(ResultSet row, String epoch, String number)
      throws SQLException {
    long inEpoch = row.getLong(epoch);
    return row.wasNull()
        ? null
        : new CaptureKey(row.getString("device"), new CaptureId(inEpoch, row.getLong(number)));
  }

  /** A word that only a newer relay knows still ends the capture. */
  private static Code code(String word) {
    try {
      return Code.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return Code.INTERNAL;
    }
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column));
  }

  static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  private static @Nullable Long known(long value) {
    return value == Limits.UNKNOWN ? null : (Long) value;
  }

  private static long orUnknown(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Limits.UNKNOWN : value;
  }
}
