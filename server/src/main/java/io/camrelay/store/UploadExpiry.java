package io.camrelay.store;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ending;
import io.camrelay.protocol.Code;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Ends uploads that did not go on. Runs in the writer's transaction, and does a bounded part. */
final class UploadExpiry {

  /** How many uploads one run ends at most; the next run goes on. */
  static final int PER_RUN = 256;

  private static final String OLD =
      "SELECT device, epoch, number FROM capture"
          + " WHERE state = 'RECEIVING' AND touched_at <= ? ORDER BY touched_at LIMIT ?";

  private static final String CROWDED =
      "SELECT device FROM capture WHERE state = 'RECEIVING'"
          + " GROUP BY device HAVING count(*) >= ? LIMIT ?";

  private static final String OLD_OF_DEVICE =
      "SELECT device, epoch, number FROM capture"
          + " WHERE state = 'RECEIVING' AND device = ? AND touched_at <= ?"
          + " ORDER BY touched_at LIMIT ?";

  private final StoreSettings settings;

  UploadExpiry(StoreSettings settings) {
    this.settings = settings;
  }

  List<CaptureKey> expire(Sql sql, Instant now) throws SQLException {
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
    Ending.Failure failure = new Ending.Failure(Code.EXPIRED, Code.EXPIRED.hint());
    for (CaptureKey key : old) {
      Pieces.drop(sql, key);
      Endings.fail(sql, key, failure, now);
    }
    return List.copyOf(old);
  }
}
