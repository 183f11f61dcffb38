package io.camrelay.store;

import static io.camrelay.store.CaptureRows.KEY;

import io.camrelay.capture.Asking;
import io.camrelay.capture.Attempt;
import io.camrelay.capture.Beginning;
import io.camrelay.capture.Beginning.Sent;
import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ending;
import io.camrelay.capture.FrameKey;
import io.camrelay.capture.Look;
import io.camrelay.picture.Fingerprint;
import io.camrelay.picture.FrameSource;
import io.camrelay.store.Write.Outcome;
import io.camrelay.usage.Budget;
import io.camrelay.usage.BudgetPolicy;
import io.camrelay.usage.BudgetState;
import io.camrelay.usage.BudgetVerdict;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@link Asking} over the writer; what is due is read from what is committed. */
final class SqliteAsking implements Asking {

  /** Captures in a conversation; who asks about a longer one is given the latest. */
  static final int MAX_CONVERSATION = 50;

  private static final String END_OPEN_ATTEMPTS =
      "UPDATE attempt SET ended_at = ?, outcome = ?, billed = ?, detail = ?, request_id = ?";

  private static final String ALL_OPEN = END_OPEN_ATTEMPTS + " WHERE ended_at IS NULL";

  private static final String OPEN_OF_CAPTURE = END_OPEN_ATTEMPTS + KEY + " AND ended_at IS NULL";

  private static final String IN_ASKING =
      "SELECT device, epoch, number FROM capture WHERE state = 'ASKING' ORDER BY begun_at";

  private static final String TAKE =
      "UPDATE capture SET state = 'ASKING', due_at = NULL" + KEY + " AND state = 'QUEUED'";

  static final String NEXT_ORDINAL = "SELECT coalesce(max(ordinal), 0) + 1 FROM attempt" + KEY;

  private static final String RECORD =
      "INSERT INTO attempt (device, epoch, number, ordinal, provider, model, started_at,"
          + " sent_width, sent_height, sent_bytes, sent_crc, overlapped)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String REQUEUE =
      "UPDATE capture SET state = 'QUEUED', due_at = ?" + KEY + " AND state = 'ASKING'";

  private static final String PUT_OFF =
      "UPDATE capture SET due_at = ?" + KEY + " AND state = 'QUEUED'";

  private static final String IN_STATE =
      "SELECT count(*) FROM capture" + KEY + " AND state IN (?, ?)";

  /** Its condition is that of an index. */
  static final String LAST_FINGERPRINT =
      "SELECT fingerprint FROM capture WHERE device = ? AND stored_at < ?"
          + " AND fingerprint IS NOT NULL AND epoch <> 0 AND failure IS NOT 'picture_unfit'"
          + " ORDER BY stored_at DESC LIMIT 1";

  private static final String INTERRUPTED = "interrupted";

  private final Writer writer;
  private final Readers readers;
  private final Counters counters;
  private final LedgerRows ledger;

  SqliteAsking(Writer writer, Readers readers, Counters counters) {
    this.writer = writer;
    this.readers = readers;
    this.counters = counters;
    this.ledger = new LedgerRows(counters);
  }

  @Override
  public CompletionStage<List<CaptureKey>> settle(Instant now) {
    return writer.submit(
        sql -> {
          List<CaptureKey> asking = sql.list(IN_ASKING, CaptureRows::key);
          sql.update(
              ALL_OPEN,
              now,
              INTERRUPTED,
              Attempt.Billed.MAYBE,
              "The relay stopped while the attempt was under way.",
              "");
          ledger.settleAll(sql, now, INTERRUPTED);
          for (CaptureKey key : asking) {
            sql.update(REQUEUE, now, key);
          }
          return Outcome.durable(asking);
        });
  }

  @Override
  public CompletionStage<List<CaptureKey>> due(Instant now, int perDevice, int limit) {
    return readers.later(sql -> DueCaptures.find(sql, now, perDevice, limit));
  }

  @Override
  public CompletionStage<Optional<Instant>> nextDue() {
    return readers.later(DueCaptures::next);
  }

  @Override
  public CompletionStage<Begun> begin(CaptureKey key, Beginning beginning, Instant now) {
    return writer.submit(
        sql -> {
          if (sql.number(IN_STATE, key, "QUEUED", "QUEUED") == 0) {
            return Outcome.done(new Begun.Gone());
          }
          BudgetVerdict verdict = verdict(sql, key, beginning, now);
          return switch (verdict.kind()) {
            case REFUSED -> {
              BudgetVerdict.Refused refused = (BudgetVerdict.Refused) verdict;
              yield Outcome.durable(new Begun.Refused(refused.whose(), refused.why()));
            }
            case ADMITTED ->
                Outcome.durable(taken(sql, key, beginning, (BudgetVerdict.Admitted) verdict, now));
          };
        });
  }

  private BudgetVerdict verdict(Sql sql, CaptureKey key, Beginning beginning, Instant now)
      throws SQLException {
    Counters.Whose whose = new Counters.Whose(key.device(), beginning.profile());
    List<BudgetState> applicable = new ArrayList<>();
    for (Budget budget : SqliteLedger.applicable(sql, whose)) {
      applicable.add(counters.kept(sql, budget, now));
    }
    return BudgetPolicy.admit(applicable, beginning.worst());
  }

  private Begun taken(
      Sql sql, CaptureKey key, Beginning beginning, BudgetVerdict.Admitted admitted, Instant now)
      throws SQLException {
    sql.update(TAKE, key);
    record(sql, key, beginning, now);
    LookColumns.keep(sql, key, beginning.look());
    List<BudgetState> warned = new ArrayList<>();
    for (BudgetState state : admitted.warned()) {
      if (counters.warn(sql, state.budget().key(), now)) {
        warned.add(state);
      }
    }
    Capture capture = CaptureRows.find(sql, key).orElseThrow();
    return new Begun.Taken(capture, warned, admitted.cheaper());
  }

  private void record(Sql sql, CaptureKey key, Beginning beginning, Instant now)
      throws SQLException {
    Sent sent = beginning.sent();
    long ordinal = sql.number(NEXT_ORDINAL, key);
    sql.update(
        RECORD,
        key,
        ordinal,
        beginning.provider(),
        beginning.model(),
        now,
        sent == null ? null : sent.width(),
        sent == null ? null : sent.height(),
        sent == null ? null : sent.bytes(),
        sent == null ? null : sent.crc(),
        beginning.overlapped() ? 1 : 0);
    ledger.begin(sql, key, ordinal, beginning, now);
  }

  @Override
  public CompletionStage<Boolean> again(CaptureKey key, Attempt.End end, Instant dueAt) {
    return writer.submit(
        sql -> {
          endOpenAttempt(sql, key, end);
          return Outcome.durable(sql.update(REQUEUE, dueAt, key) == 1);
        });
  }

  @Override
  public CompletionStage<Boolean> end(CaptureKey key, Attempt.End end, Ending ending) {
    return writer.submit(
        sql -> {
          endOpenAttempt(sql, key, end);
          boolean open = sql.number(IN_STATE, key, "ASKING", "QUEUED") == 1;
          return Outcome.durable(open && Endings.end(sql, key, ending, end.at()));
        });
  }

  @Override
  public CompletionStage<Boolean> putOff(CaptureKey key, Instant dueAt) {
    return writer.submit(sql -> Outcome.durable(sql.update(PUT_OFF, dueAt, key) == 1));
  }

  @Override
  public CompletionStage<Boolean> expire(
      CaptureKey key, Ending.Failure failure, @Nullable Look look, Instant now) {
    return writer.submit(
        sql -> {
          if (sql.number(IN_STATE, key, "QUEUED", "QUEUED") == 0) {
            return Outcome.durable(false);
          }
          LookColumns.keep(sql, key, look);
          return Outcome.durable(Endings.fail(sql, key, failure, now));
        });
  }

  @Override
  public CompletionStage<Optional<Fingerprint>> lastFingerprint(String device, Instant before) {
    return readers.later(
        sql ->
            sql.first(LAST_FINGERPRINT, row -> new Fingerprint(row.getString(1)), device, before));
  }

  @Override
  public List<FrameSource> frames(Capture capture) {
    return capture.frames().stream()
        .<FrameSource>map(
            frame -> new StoredFrame(readers, new FrameKey(capture.key(), frame.index())))
        .toList();
  }

  @Override
  public CompletionStage<List<Capture>> conversation(Capture capture) {
    return readers.later(
        sql -> {
          Deque<Capture> earlier = new ArrayDeque<>();
          CaptureKey next = capture.parent();
          while (next != null && earlier.size() < MAX_CONVERSATION) {
            Optional<Capture> found = CaptureRows.find(sql, next);
            found.ifPresent(earlier::addFirst);
            next = found.map(Capture::parent).orElse(null);
          }
          return List.copyOf(earlier);
        });
  }

  /** Ends the capture's attempt that is under way, and settles what was reserved for it. */
  private void endOpenAttempt(Sql sql, CaptureKey key, Attempt.End end) throws SQLException {
    sql.update(
        OPEN_OF_CAPTURE, end.at(), end.outcome(), end.billed(), end.detail(), end.requestId(), key);
    ledger.settle(sql, key, end);
  }
}
