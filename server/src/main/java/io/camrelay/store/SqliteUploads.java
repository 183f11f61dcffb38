package io.camrelay.store;

import static io.camrelay.store.CaptureRows.KEY;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureState;
import io.camrelay.capture.Ending;
import io.camrelay.capture.Frame;
import io.camrelay.capture.FrameKey;
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
      "UPDATE capture SET state = 'QUEUED', stored_at = ?, due_at = ?"
          + KEY
          + " AND state = 'RECEIVING'";

  private static final String STORE_ASK =
      "UPDATE capture SET state = 'QUEUED', stored_at = ?, due_at = ?, parent_epoch = ?,"
          + " parent_number = ?, frame_epoch = ?, frame_number = ?"
          + KEY;

  private static final String SET_PARENT =
      "UPDATE capture SET parent_epoch = ?, parent_number = ?" + KEY;

  /** What decides about a capture that is there. */
  private record Known(
      CaptureState state,
      int frameCount,
      @Nullable CaptureKey parent,
      @Nullable CaptureKey frame,
      @Nullable Ending ending,
      boolean acknowledged) {

    static Known of(ResultSet row) throws SQLException {
      return new Known(
          CaptureRows.state(row),
          row.getInt("frame_count"),
          CaptureRows.parent(row),
          CaptureRows.frame(row),
          CaptureRows.ending(row),
          CaptureRows.instantOrNull(row, "acknowledged_at") != null);
    }

    static Optional<Known> find(Sql sql, CaptureKey key) throws SQLException {
      return sql.first("SELECT * FROM capture" + KEY, Known::of, key);
    }

    boolean receiving() {
      return state == CaptureState.RECEIVING;
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
  public CompletionStage<Begun> begin(Press press, Frame frame, Instant now) {
    return writer.submit(
        sql -> {
          Optional<Known> known = Known.find(sql, press.key());
          return known.isPresent()
              ? again(sql, press, frame, known.get(), now)
              : fresh(sql, press, frame, now);
        });
  }

  private Outcome<Begun> again(Sql sql, Press press, Frame frame, Known known, Instant now)
      throws SQLException {
    FrameKey key = new FrameKey(press.key(), frame.index());
    Optional<Frame> before = FrameRows.find(sql, key);
    boolean another =
        before.isPresent()
            && (before.get().size() != frame.size() || before.get().crc() != frame.crc());
    if (known.frameCount() != press.frameCount() || another) {
      return Outcome.durable(new Begun.Conflict());
    }
    if (!known.receiving()) {
      return Outcome.durable(known.begun());
    }
    if (before.isPresent() && before.get().storedAt() != null) {
      return Outcome.durable(new Begun.FrameKnown());
    }
    reserve.check();
    sql.update("UPDATE capture SET touched_at = ?" + KEY, now, press.key());
    if (before.isPresent()) {
      return Outcome.durable(new Begun.Upload(Pieces.end(sql, key)));
    }
    FrameRows.insert(sql, press.key(), frame);
    if (frame.index() == 0) {
      CaptureRows.correct(sql, press);
    }
    return Outcome.done(new Begun.Upload(0));
  }

  private Outcome<Begun> fresh(Sql sql, Press press, Frame frame, Instant now) throws SQLException {
    reserve.check();
    if (sql.number(UNFINISHED, press.key().device()) >= settings.uploadsPerDevice()) {
      return Outcome.done(new Begun.TooMany());
    }
    CaptureRows.insert(sql, press, now);
    FrameRows.insert(sql, press.key(), frame);
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
        key);
    return STORED;
  }

  /** The capture that has the frames which this one is about; null where they are gone. */
  static @Nullable CaptureKey frameOf(Sql sql, CaptureKey key) throws SQLException {
    Optional<Known> found = Known.find(sql, key);
    if (found.isEmpty()) {
      return null;
    }
    Known known = found.get();
    if (known.receiving()) {
      throw Unavailable.busy("the parent " + key + " is still on its way in");
    }
    CaptureKey owner = known.frame() == null ? key : known.frame();
    return Pieces.end(sql, FrameKey.first(owner)) > 0 ? owner : null;
  }

  @Override
  public CompletionStage<Void> append(FrameKey key, long offset, byte[] bytes, int length) {
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
                throw Unavailable.gap(key.capture(), "no piece is expected at byte " + offset);
              }
              return Outcome.done(null);
            }));
  }

  @Override
  public InputStream received(FrameKey key) {
    return new PieceStream(readers, key, PieceStream.TO_THE_END);
  }

  @Override
  public CompletionStage<Stored> store(FrameKey key, int width, int height, Instant now) {
    return writer.submit(sql -> Outcome.durable(stored(sql, key, width, height, now)));
  }

  private static Stored stored(Sql sql, FrameKey key, int width, int height, Instant now)
      throws SQLException {
    Optional<Known> known = Known.find(sql, key.capture());
    if (known.isPresent() && !known.get().receiving()) {
      return Stored.CAPTURE;
    }
    Optional<Frame> frame = FrameRows.find(sql, key);
    if (known.isEmpty() || frame.isEmpty()) {
      return Stored.LOST;
    }
    if (frame.get().storedAt() != null) {
      return Stored.FRAME;
    }
    if (Pieces.end(sql, key) != frame.get().size()) {
      Pieces.drop(sql, key);
      return Stored.LOST;
    }
    FrameRows.store(sql, key, width, height, now);
    int count = known.get().frameCount();
    if (count > 1 && FrameRows.stored(sql, key.capture()) < count) {
      return Stored.FRAME;
    }
    sql.update(STORE, now, now, key.capture());
    return Stored.CAPTURE;
  }

  @Override
  public CompletionStage<Integer> startOver(FrameKey key) {
    return writer.submit(
        sql -> {
          if (there(sql, key.capture()).receiving() && FrameRows.damage(sql, key)) {
            Pieces.drop(sql, key);
          }
          return Outcome.durable(
              FrameRows.damaged(sql, key)
                  .orElseThrow(() -> Unavailable.gap(key.capture(), "there is no such frame")));
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
          if (known.receiving()) {
            Pieces.dropAll(sql, key);
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
