package io.camrelay.store;

import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureState;
import io.camrelay.capture.Captures;
import io.camrelay.capture.FrameKey;
import io.camrelay.picture.FrameSource;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@link Captures} over the readers. */
final class SqliteCaptures implements Captures {

  private static final String KEYS = "SELECT device, epoch, number FROM capture";
  private static final String LATEST = " ORDER BY begun_at DESC LIMIT ?";

  private final Readers readers;

  SqliteCaptures(Readers readers) {
    this.readers = readers;
  }

  @Override
  public CompletionStage<Optional<Capture>> find(CaptureKey key) {
    return readers.later(sql -> CaptureRows.find(sql, key));
  }

  @Override
  public CompletionStage<List<Capture>> latest(
      @Nullable String device, @Nullable CaptureState state, int limit) {
    return readers.later(sql -> CaptureRows.find(sql, keys(sql, device, state, limit)));
  }

  private static List<CaptureKey> keys(
      Sql sql, @Nullable String device, @Nullable CaptureState state, int limit)
      throws SQLException {
    if (device == null) {
      return state == null
          ? sql.list(KEYS + LATEST, CaptureRows::key, limit)
          : sql.list(KEYS + " WHERE state = ?" + LATEST, CaptureRows::key, state, limit);
    }
    return state == null
        ? sql.list(KEYS + " WHERE device = ?" + LATEST, CaptureRows::key, device, limit)
        : sql.list(
            KEYS + " WHERE device = ? AND state = ?" + LATEST,
            CaptureRows::key,
            device,
            state,
            limit);
  }

  @Override
  public FrameSource frame(FrameKey key) {
    return new StoredFrame(readers, key);
  }
}
