package io.camrelay.store;

import static io.camrelay.store.CaptureRows.KEY;

import io.camrelay.capture.Asking;
import io.camrelay.capture.Attempt;
import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ending;
import io.camrelay.picture.FrameSource;
import io.camrelay.store.Write.Outcome;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@link Asking} over the writer; what is due is read from what is committed. */
final class SqliteAsking implements Asking {

  /** Captures in a conversation; who asks about a longer one is given the latest. */
  static final int MAX_CONVERSATION = 50;

  private static final String END_OPEN_ATTEMPTS =
      "UPDATE attempt SET ended_at = ?, outcome = ?, billed = ?, detail = ?, prompt_tokens = ?,"
          + " answer_tokens = ?, request_id = ?";

  private static final String ALL_OPEN = END_OPEN_ATTEMPTS + " WHERE ended_at IS NULL";

  private static final String OPEN_OF_CAPTURE = END_OPEN_ATTEMPTS + KEY + " AND ended_at IS NULL";

  private static final String IN_ASKING =
      "SELECT device, epoch, number FROM capture WHERE state = 'ASKING' ORDER BY begun_at";

  private static final String TAKE =
      "UPDATE capture SET state = 'ASKING', due_at = NULL" + KEY + " AND state = 'QUEUED'";

  private static final String RECORD =
      "INSERT INTO attempt (device, epoch, number, ordinal, provider, model, started_at)"
          + " SELECT ?1, ?2, ?3, coalesce(max(ordinal), 0) + 1, ?4, ?5, ?6 FROM attempt"
          + " WHERE device = ?1 AND epoch = ?2 AND number = ?3";

  private static final String REQUEUE =
      "UPDATE capture SET state = 'QUEUED', due_at = ?" + KEY + " AND state = 'ASKING'";

  private static final String IN_STATE =
      "SELECT count(*) FROM capture" + KEY + " AND state IN (?, ?)";

  private final Writer writer;
  private final Readers readers;

  SqliteAsking(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public CompletionStage<List<CaptureKey>> settle(Instant now) {
    Attempt.End interrupted =
        new Attempt.End(
            now,
            "interrupted",
            Attempt.Billed.MAYBE,
            "The relay stopped while the attempt was under way.",
            -1,
            -1,
            "");
    return writer.submit(
        sql -> {
          List<CaptureKey> asking = sql.list(IN_ASKING, CaptureRows::key);
          endOpenAttempts(sql, ALL_OPEN, interrupted);
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
  public CompletionStage<Optional<Capture>> begin(
      CaptureKey key, String provider, String model, Instant now) {
    return writer.submit(
        sql -> {
          if (sql.update(TAKE, key) == 0) {
            return Outcome.done(Optional.empty());
          }
          sql.update(RECORD, key, provider, model, now);
          return Outcome.durable(CaptureRows.find(sql, key));
        });
  }

  @Override
  public CompletionStage<Boolean> again(CaptureKey key, Attempt.End end, Instant dueAt) {
    return writer.submit(
        sql -> {
          endOpenAttempts(sql, OPEN_OF_CAPTURE, end, key);
          return Outcome.durable(sql.update(REQUEUE, dueAt, key) == 1);
        });
  }

  @Override
  public CompletionStage<Boolean> end(CaptureKey key, Attempt.End end, Ending ending) {
    return writer.submit(
        sql -> {
          endOpenAttempts(sql, OPEN_OF_CAPTURE, end, key);
          boolean open = sql.number(IN_STATE, key, "ASKING", "QUEUED") == 1;
          return Outcome.durable(open && Endings.end(sql, key, ending, end.at()));
        });
  }

  @Override
  public CompletionStage<Boolean> expire(CaptureKey key, Ending.Failure failure, Instant now) {
    return writer.submit(
        sql -> {
          boolean queued = sql.number(IN_STATE, key, "QUEUED", "QUEUED") == 1;
          return Outcome.durable(queued && Endings.fail(sql, key, failure, now));
        });
  }

  @Override
  public FrameSource frame(Capture capture) {
    return new StoredFrame(readers, capture.key());
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

  /** Ends the attempts that are under way: all, or the one capture's. */
  private static void endOpenAttempts(Sql sql, String update, Attempt.End end, CaptureKey... of)
      throws SQLException {
    List<Object> values = new ArrayList<>();
    Collections.addAll(values, end.at(), end.outcome(), end.billed(), end.detail());
    Collections.addAll(values, end.promptTokens(), end.answerTokens(), end.requestId());
    Collections.addAll(values, (Object[]) of);
    sql.update(update, values.toArray());
  }
}
