package io.camrelay.store;

import static io.camrelay.store.CaptureRows.KEY;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ending;
import io.camrelay.capture.Mailbox;
import io.camrelay.store.Write.Outcome;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** {@link Mailbox} over the writer. */
final class SqliteMailbox implements Mailbox {

  /** How many ends one run of {@link #trim} drops at most; the next run goes on. */
  static final int PER_RUN = 1_024;

  private static final String WAITING =
      "SELECT device, epoch, number FROM capture WHERE device = ? AND mailbox_place IS NOT NULL"
          + " ORDER BY mailbox_place LIMIT ?";

  private static final String ACKNOWLEDGE =
      "UPDATE capture SET acknowledged_at = ?, mailbox_place = NULL"
          + KEY
          + " AND ended_at IS NOT NULL AND acknowledged_at IS NULL";

  private static final String OLD =
      "SELECT device, epoch, number FROM capture"
          + " WHERE mailbox_place IS NOT NULL AND ended_at <= ? ORDER BY ended_at LIMIT ?";

  private static final String FULL =
      "SELECT device, count(*) FROM capture WHERE mailbox_place IS NOT NULL"
          + " GROUP BY device HAVING count(*) > ? LIMIT ?";

  private static final String DROP =
      "UPDATE capture SET dropped_at = ?, mailbox_place = NULL"
          + KEY
          + " AND mailbox_place IS NOT NULL";

  private record Full(String device, int tooMany) {}

  private final Writer writer;
  private final Readers readers;
  private final StoreSettings settings;

  SqliteMailbox(Writer writer, Readers readers, StoreSettings settings) {
    this.writer = writer;
    this.readers = readers;
    this.settings = settings;
  }

  /** Goes through the writer, so that what was just acknowledged is not delivered once more. */
  @Override
  public CompletionStage<List<CaptureKey>> waiting(String device, int limit) {
    return writer.submit(
        sql -> Outcome.durable(sql.list(WAITING, CaptureRows::key, device, limit)));
  }

  @Override
  public CompletionStage<Ending> ending(CaptureKey key) {
    return readers.later(
        sql ->
            sql.first("SELECT * FROM capture" + KEY, CaptureRows::endingOf, key)
                .flatMap(Function.identity())
                .orElseThrow(() -> new IllegalStateException(key + " has not ended")));
  }

  @Override
  public CompletionStage<Void> acknowledge(CaptureKey key, Instant now) {
    return writer.submit(
        sql -> {
          sql.update(ACKNOWLEDGE, now, key);
          return Outcome.withNextCommit(null);
        });
  }

  /** Looks on a reader, because it may take long; changes only what is still as it was seen. */
  @Override
  public CompletionStage<List<CaptureKey>> trim(Instant now) {
    return readers.later(sql -> surplus(sql, now)).thenCompose(keys -> drop(keys, now));
  }

  private List<CaptureKey> surplus(Sql sql, Instant now) throws SQLException {
    Instant before = now.minus(settings.mailboxAge());
    List<CaptureKey> found = sql.list(OLD, CaptureRows::key, before, PER_RUN);
    int most = settings.mailboxCount();
    List<Full> full =
        sql.list(FULL, row -> new Full(row.getString(1), row.getInt(2) - most), most, PER_RUN);
    for (Full mailbox : full) {
      int room = PER_RUN - found.size();
      int count = Math.min(room, mailbox.tooMany());
      found.addAll(sql.list(WAITING, CaptureRows::key, mailbox.device(), count));
    }
    return found;
  }

  private CompletionStage<List<CaptureKey>> drop(List<CaptureKey> keys, Instant now) {
    return writer.submit(
        sql -> {
          List<CaptureKey> dropped = new ArrayList<>();
          for (CaptureKey key : keys) {
            if (sql.update(DROP, now, key) == 1) {
              dropped.add(key);
            }
          }
          return Outcome.durable(dropped);
        });
  }
}
