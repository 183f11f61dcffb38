package io.camrelay.store;

import static io.camrelay.capture.CaptureState.ANSWERED;
import static io.camrelay.capture.CaptureState.FAILED;
import static io.camrelay.store.CaptureRows.KEY;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ending;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Ends captures. Every end goes through here, and each statement asks for a capture that has not
 * ended, so that there is one end and no second.
 */
final class Endings {

  /**
   * The last place in the device's mailbox and one; what waits keeps its order. What the operator
   * asked has none.
   */
  private static final String NEXT_PLACE =
      "CASE WHEN epoch <> "
          + CaptureKey.OPERATORS_EPOCH
          + " THEN (SELECT coalesce(max(mailbox_place), 0) + 1 FROM capture AS others"
          + " WHERE others.device = capture.device AND others.mailbox_place IS NOT NULL) END";

  private static final String ANSWER =
      "UPDATE capture SET state = ?, ended_at = ?, due_at = NULL, mailbox_place = "
          + NEXT_PLACE
          + ", answer = ?, answer_status = ?, answer_provider = ?, answer_model = ?,"
          + " prompt_tokens = ?, answer_tokens = ?, answer_ms = ?"
          + KEY
          + " AND ended_at IS NULL";

  private static final String FAIL =
      "UPDATE capture SET state = ?, ended_at = ?, due_at = NULL, mailbox_place = "
          + NEXT_PLACE
          + ", failure = ?, hint = ?"
          + KEY
          + " AND ended_at IS NULL";

  private Endings() {}

  /** Ends a capture; false where it has ended before, or is not there. */
  static boolean end(Sql sql, CaptureKey key, Ending ending, Instant now) throws SQLException {
    return switch (ending.kind()) {
      case ANSWER -> answer(sql, key, (Ending.Answer) ending, now);
      case FAILURE -> fail(sql, key, (Ending.Failure) ending, now);
    };
  }

  static boolean fail(Sql sql, CaptureKey key, Ending.Failure failure, Instant now)
      throws SQLException {
    return sql.update(FAIL, FAILED, now, failure.code().word(), failure.hint(), key) == 1;
  }

  private static boolean answer(Sql sql, CaptureKey key, Ending.Answer answer, Instant now)
      throws SQLException {
    return sql.update(
            ANSWER,
            ANSWERED,
            now,
            answer.text(),
            answer.status(),
            answer.provider(),
            answer.model(),
            answer.promptTokens(),
            answer.answerTokens(),
            answer.millis(),
            key)
        == 1;
  }
}
