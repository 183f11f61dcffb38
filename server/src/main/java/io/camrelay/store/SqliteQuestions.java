package io.camrelay.store;

import static io.camrelay.store.CaptureRows.KEY;

import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureState;
import io.camrelay.capture.FrameKey;
import io.camrelay.capture.Press;
import io.camrelay.capture.Questions;
import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.FlightRecord;
import io.camrelay.protocol.Trigger;
import io.camrelay.protocol.Urgency;
import io.camrelay.store.Write.Outcome;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@link Questions} over the writer. */
final class SqliteQuestions implements Questions {

  static final String NEXT_NUMBER =
      "SELECT coalesce(max(number), 0) + 1 FROM capture WHERE device = ? AND epoch = ?";

  private static final String STORE =
      "UPDATE capture SET state = 'QUEUED', stored_at = ?, due_at = ?, parent_epoch = ?,"
          + " parent_number = ?, frame_epoch = ?, frame_number = ?, asked_profile = ?,"
          + " asked_provider = ?"
          + KEY;

  private final Writer writer;

  SqliteQuestions(Writer writer) {
    this.writer = writer;
  }

  @Override
  public CompletionStage<Posed> pose(Question question, Instant now) {
    return writer.submit(
        sql -> {
          Optional<Capture> about = CaptureRows.find(sql, question.about());
          Why why = about.isEmpty() ? Why.UNKNOWN : why(sql, about.get());
          return Outcome.durable(
              why == null
                  ? new Posed.Queued(queued(sql, question, about.orElseThrow(), now))
                  : new Posed.Refused(why));
        });
  }

  private static @Nullable Why why(Sql sql, Capture about) throws SQLException {
    if (about.state() == CaptureState.RECEIVING) {
      return Why.ARRIVING;
    }
    return Pieces.end(sql, FrameKey.first(about.frameOwner())) == 0 ? Why.NO_FRAME : null;
  }

  private static CaptureKey queued(Sql sql, Question question, Capture about, Instant now)
      throws SQLException {
    String device = about.key().device();
    long epoch = CaptureKey.OPERATORS_EPOCH;
    CaptureKey key =
        new CaptureKey(device, new CaptureId(epoch, sql.number(NEXT_NUMBER, device, epoch)));
    CaptureId frame = about.frameOwner().id();
    CaptureId parent = question.goesOn() ? about.key().id() : null;
    CaptureRows.insert(sql, press(key, question, about), now);
    sql.update(
        STORE,
        now,
        now,
        parent == null ? null : parent.epoch(),
        parent == null ? null : parent.number(),
        frame.epoch(),
        frame.number(),
        question.asked().profile(),
        question.asked().provider(),
        key);
    return key;
  }

  private static Press press(CaptureKey key, Question question, Capture about) {
    return new Press(
        key,
        0,
        about.press().takenAt(),
        Trigger.OTHER,
        Urgency.NORMAL,
        question.text().isEmpty() ? about.press().question() : question.text(),
        FlightRecord.UNKNOWN);
  }
}
