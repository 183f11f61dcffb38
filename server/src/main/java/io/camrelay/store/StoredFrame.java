package io.camrelay.store;

import static io.camrelay.store.CaptureRows.KEY;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.FrameKey;
import io.camrelay.picture.FrameSource;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A frame that a capture is about. Looks for it when it is asked, not before. */
final class StoredFrame implements FrameSource {

  private static final Logger log = LoggerFactory.getLogger(StoredFrame.class);

  /**
   * Where the frame is: with the capture, or with an earlier one of its conversation; only whole
   * ones.
   */
  private static final String OWNER =
      "SELECT device, coalesce(frame_epoch, epoch), coalesce(frame_number, number) FROM capture"
          + KEY;

  private record Place(FrameKey owner, long size) {}

  private final Readers readers;
  private final FrameKey key;

  StoredFrame(Readers readers, FrameKey key) {
    this.readers = readers;
    this.key = key;
  }

  @Override
  public int length() {
    try {
      return readers.now(this::find).map(place -> Math.toIntExact(place.size())).orElse(0);
    } catch (IOException e) {
      // Opening it will fail too, and tell the caller.
      log.warn(
          "frame not read device={} capture={} reason={}",
          key.capture().device(),
          key.shortForm(),
          e.getMessage());
      return 0;
    }
  }

  @Override
  public InputStream open() throws IOException {
    Place place =
        readers
            .now(this::find)
            .orElseThrow(() -> new IOException("the frame of " + key + " is not there"));
    return new PieceStream(readers, place.owner(), place.size());
  }

  private Optional<Place> find(Sql sql) throws SQLException {
    Optional<CaptureKey> capture = sql.first(OWNER, CaptureRows::key, key.capture());
    if (capture.isEmpty()) {
      return Optional.empty();
    }
    FrameKey owner = new FrameKey(capture.get(), key.index());
    if (Pieces.end(sql, owner) == 0) {
      return Optional.empty();
    }
    return FrameRows.find(sql, owner)
        .filter(frame -> frame.storedAt() != null)
        .map(frame -> new Place(owner, frame.size()));
  }
}
