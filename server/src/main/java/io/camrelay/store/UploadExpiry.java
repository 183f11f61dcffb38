package io.camrelay.store;

import static io.camrelay.store.CaptureRows.KEY;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ending;
import io.camrelay.protocol.Code;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Ends captures whose uploads did not go on, a bounded number at a time. */
final class UploadExpiry {

  /** How many uploads one run ends at most; the next run goes on. */
  static final int PER_RUN = 256;

  private static final String OLD =
      "SELECT device, epoch, number FROM capture"
          + " WHERE state = 'RECEIVING' AND touched_at <= ? LIMIT ?";

  private static final String CROWDED =
      "SELECT device FROM capture WHERE state = 'RECEIVING'"
          + " GROUP BY device HAVING count(*) >= ? LIMIT ?";

  private static final String OLD_OF_DEVICE =
      "SELECT device, epoch, number FROM capture"
          + " WHERE state = 'RECEIVING' AND device = ? AND touched_at <= ?"
          + " ORDER BY touched_at LIMIT ?";

  private static final String STILL_OLD =
      "SELECT count(*) FROM capture" + KEY + " AND state = 'RECEIVING' AND touched_at <= ?";

  private final StoreSettings settings;

  UploadExpiry(StoreSettings settings) {
    this.settings = settings;
  }

  /** Uploads that did not go on. For a reader: there may be very many to look at. */
  List<CaptureKey> find(Sql sql, Instant now) throws SQLException {
    Set<CaptureKey> old =
        new LinkedHashSet<>(
            sql.list(OLD, CaptureRows::key, now.minus(settings.uploadAge()), PER_RUN));
    int most = settings.uploadsPerDevice();
    List<String> crowded = sql.list(CROWDED, row -> row.getString(1), most, PER_RUN);
    Instant before = now.minus(settings.crowdedUploadAge());
    for (String device : crowded) {
      if (old.size() < PER_RUN) {
        old.addAll(sql.list(OLD_OF_DEVICE, CaptureRows::key, device, before, PER_RUN - old.size()));
      }
    }
    return List.copyOf(old);
  }

  /** Ends those that have still not gone on; returns them. */
  List<CaptureKey> end(Sql sql, List<CaptureKey> found, Instant now) throws SQLException {
    Ending.Failure failure = new Ending.Failure(Code.EXPIRED, Code.EXPIRED.hint());
    Instant before = now.minus(settings.crowdedUploadAge());
    List<CaptureKey> ended = new ArrayList<>();
    for (CaptureKey key : found) {
      if (sql.number(STILL_OLD, key, before) == 1) {
        Pieces.dropAll(sql, key);
        Endings.fail(sql, key, failure, now);
        ended.add(key);
      }
    }
    return ended;
  }
}
