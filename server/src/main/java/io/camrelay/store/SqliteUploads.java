package io.camrelay.store;

import static io.camrelay.store.CaptureRows.KEY;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureState;
import io.camrelay.capture.Ending;
import io.camrelay.capture.Press;
import io.camrelay.capture.Uploads;
import io.camrelay.protocol.Code;
import io.camrelay.store.Write.Outcome;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@link Uploads} over the writer. */
final class SqliteUploads implements Uploads {

  /** The longest piece, in bytes: what a reader of the frame will have in memory. */
  static final int MAX_PIECE = 256 * 1024;

  private static final Begun STORED = new Begun.Known(null, false);

  private static final String UNFINISHED =
      "SELECT count(*) FROM capture WHERE device = ? AND state = 'RECEIVING'";

  private static final String STORE =
      "UPDATE capture SET state = 'QUEUED', width = ?, height = ?, stored_at = ?, due_at = ?"
          + KEY
          + " AND state = 'RECEIVING'";

  /** Those of another capture's frame. */
  static final String PIXELS =
      "(SELECT width, height FROM capture WHERE device = ? AND epoch = ? AND number = ?)";

  private static final String STORE_ASK =
      "UPDATE capture SET state = 'QUEUED', stored_at = ?, due_at = ?, parent_epoch = ?,"
          + " parent_number = ?, frame_epoch = ?, frame_number = ?, (width, height) = "
          + PIXELS
          + KEY;

  private static final String SET_PARENT =
      "UPDATE capture SET parent_epoch = ?, parent_number = ?" + KEY;

  private static final String START_OVER =
      "UPDATE capture SET damaged = damaged + 1" + KEY + " AND state = 'RECEIVING'";

  /** What decides about a capture that is there. */
  private record Known(
      CaptureState state,
      long size,
      long crc,
      @Nullable CaptureKey parent,
      @Nullable CaptureKey frame,
      int damaged,
      @Nullable Ending ending,
      boolean acknowledged) {

    static Known of(ResultSet row) throws SQLException {
      return new Known(
          CaptureRows.state(row),
          row.getLong("size"),
          row.getLong("crc"),
          CaptureRows.parent(row),
          CaptureRows.frame(row),
          row.getInt("damaged"),
          CaptureRows.ending(row),
          CaptureRows.instantOrNull(row, "acknowledged_at") != null);
    }

    static Optional<Known> find(Sql sql, CaptureKey key) throws SQLException {
      return sql.first("SELECT * FROM capture" + KEY, Known::of, key);
    }

    Begun begun() {
      return new Begun.Known(ending, acknowledged);
    }
  }

  private final Writer writer;
  private final Readers readers;
  private final StoreSettings settings;
  private final DiskReserve reserve;
  private final UploadExpiry expiry;

  SqliteUploads(Writer writer, Readers readers, StoreSettings settings, DiskReserve reserve) {
    this.writer = writer;
    this.readers = readers;
    this.settings = settings;
    this.reserve = reserve;
    this.expiry = new UploadExpiry(settings);
  }

  @Override
  public CompletionStage<Begun> begin(Press press, Instant now) {
    return writer.submit(
        sql -> {
          Optional<Known> known = Known.find(sql, press.key());
          return known.isPresent() ? again(sql, press, known.get(), now) : fresh(sql, press, now);
        });
  }

  private Outcome<Begun> again(Sql sql, Press press, Known known, Instant now) throws SQLException {
    if (known.parent() != null || known.size() != press.size() || known.crc() != press.crc()) {
      return Outcome.durable(new Begun.Conflict());
    }
    if (known.state() != CaptureState.RECEIVING) {
      return Outcome.durable(known.begun());
    }
    reserve.check();
    sql.update("UPDATE capture SET touched_at = ?" + KEY, now, press.key());
    return Outcome.durable(new Begun.Upload(Pieces.end(sql, press.key())));
  }

  private Outcome<Begun> fresh(Sql sql, Press press, Instant now) throws SQLException {
    reserve.check();
    if (sql.number(UNFINISHED, press.key().device()) >= settings.uploadsPerDevice()) {
      return Outcome.done(new Begun.TooMany());
    }
    CaptureRows.insert(sql, press, now);
    return Outcome.done(new Begun.Upload(0));
  }

  @Override
  public CompletionStage<Begun> ask(Press press, CaptureKey parent, Instant now) {
    return writer.submit(
        sql -> {
          Optional<Known> known = Known.find(sql, press.key());
          if (known.isPresent()) {
            boolean same = parent.equals(known.get().parent());
            return Outcome.durable(same ? known.get().begun() : new Begun.Conflict());
          }
          return Outcome.durable(freshAsk(sql, press, parent, now));
        });
  }

  private Begun freshAsk(Sql sql, Press press, CaptureKey parent, Instant now) throws SQLException {
    CaptureKey key = press.key();
    CaptureKey frame = key.device().equals(parent.device()) ? frameOf(sql, parent) : null;
    CaptureRows.insert(sql, press, now);
    if (frame == null) {
      Ending.Failure failure = new Ending.Failure(Code.UNKNOWN_PARENT, Code.UNKNOWN_PARENT.hint());
      sql.update(SET_PARENT, parent.id().epoch(), parent.id().number(), key);
      Endings.fail(sql, key, failure, now);
      return new Begun.Known(failure, false);
    }
    sql.update(
        STORE_ASK,
        now,
        now,
        parent.id().epoch(),
        parent.id().number(),
        frame.id().epoch(),
        frame.id().number(),
        frame,
        key);
    return STORED;
  }

  /** The capture that has the frame which this one is about; null where there is none any more. */
  static @Nullable CaptureKey frameOf(Sql sql, CaptureKey key) throws SQLException {
    Optional<Known> found = Known.find(sql, key);
    if (found.isEmpty()) {
      return null;
    }
    Known known = found.get();
    if (known.state() == CaptureState.RECEIVING) {
      throw Unavailable.busy("the parent " + key + " is still on its way in");
    }
    CaptureKey owner = known.frame() == null ? key : known.frame();
    return Pieces.end(sql, owner) > 0 ? owner : null;
  }

  @Override
  public CompletionStage<Void> append(CaptureKey key, long offset, byte[] bytes, int length) {
    if (length < 0 || length > Math.min(MAX_PIECE, bytes.length)) {
      return CompletableFuture.failedStage(
          new IllegalArgumentException(
              "a piece of %d bytes; it may have up to %d".formatted(length, MAX_PIECE)));
    }
    if (length == 0) {
      return CompletableFuture.completedStage(null);
    }
    return writer.submit(
        Write.single(
            length,
            sql -> {
              reserve.check();
              byte[] piece = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
              if (!Pieces.append(sql, key, offset, piece)) {
                throw Unavailable.gap(key, "no piece is expected at byte " + offset);
              }
              return Outcome.done(null);
            }));
  }

  @Override
  public InputStream received(CaptureKey key) {
    return new PieceStream(readers, key, PieceStream.TO_THE_END);
  }

  @Override
  public CompletionStage<Boolean> store(CaptureKey key, int width, int height, Instant now) {
    return writer.submit(
        sql -> {
          Optional<Known> known = Known.find(sql, key);
          if (known.isEmpty()) {
            return Outcome.durable(false);
          }
          if (known.get().state() != CaptureState.RECEIVING) {
            return Outcome.durable(true);
          }
          if (Pieces.end(sql, key) != known.get().size()) {
            Pieces.drop(sql, key);
            return Outcome.durable(false);
          }
          sql.update(STORE, width, height, now, now, key);
          return Outcome.durable(true);
        });
  }

  @Override
  public CompletionStage<Integer> startOver(CaptureKey key) {
    return writer.submit(
        sql -> {
          if (sql.update(START_OVER, key) == 1) {
            Pieces.drop(sql, key);
          }
          return Outcome.durable(there(sql, key).damaged());
        });
  }

  @Override
  public CompletionStage<Ending> fail(CaptureKey key, Ending.Failure failure, Instant now) {
    return writer.submit(
        sql -> {
          Known known = there(sql, key);
          if (known.ending() != null) {
            return Outcome.durable(known.ending());
          }
          if (known.state() == CaptureState.RECEIVING) {
            Pieces.drop(sql, key);
          }
          Endings.fail(sql, key, failure, now);
          return Outcome.durable(failure);
        });
  }

  private static Known there(Sql sql, CaptureKey key) throws SQLException {
    return Known.find(sql, key).orElseThrow(() -> Unavailable.gap(key, "there is no such capture"));
  }

  /** Looks on a reader, which sees what is committed: so that is seen to first. */
  @Override
  public CompletionStage<List<CaptureKey>> expireUploads(Instant now) {
    return writer
        .submit(sql -> Outcome.durable(now))
        .thenCompose(committed -> readers.later(sql -> expiry.find(sql, now)))
        .thenCompose(keys -> writer.submit(sql -> Outcome.durable(expiry.end(sql, keys, now))));
  }
}
