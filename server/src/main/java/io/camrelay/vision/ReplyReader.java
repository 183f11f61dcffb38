package io.camrelay.vision;

import io.camrelay.vision.AnswerState.Interruption;
import org.jspecify.annotations.Nullable;

/**
 * Understands one API's answers, event by event or whole. It is given what arrived and gives back
 * the words in it; at the end it says what the attempt came to. It reads by member and ignores what
 * it does not know, because nothing in an answer can be trusted to be there.
 */
sealed interface ReplyReader permits ChatReader, MessagesReader {

  /** What was understood so far. */
  AnswerState state();

  /**
   * Reads one event of a stream.
   *
   * @param type the event's type, null where it had none
   * @return the words in it, empty for none
   */
  String readEvent(@Nullable String type, String data);

  /**
   * Reads an answer that came as one document, from a provider that ignores {@code stream}.
   *
   * @return the words in it, empty for none
   */
  String readWhole(String body);

  /** By which the provider says that an answer is whole. */
  String endMarks();

  /** Whether nothing that may still come matters. */
  default boolean isOver() {
    return state().isOver();
  }

  /** Whether the provider should be hung up on, as more of the answer would only cost. */
  default boolean wantsHangUp() {
    return state().wantsHangUp();
  }

  /** Whether the model has said how it ended; only usage and the end mark can still come. */
  default boolean isFinished() {
    return state().isFinished();
  }

  /**
   * What the attempt came to.
   *
   * @param interruption what ended it on the way, null where the provider's answer ended in order
   */
  default AttemptResult result(@Nullable Interruption interruption) {
    return state().result(interruption, endMarks());
  }

  /**
   * The reader of a provider's API, for one answer.
   *
   * @param terms what was asked with
   */
  static ReplyReader of(ProviderSettings settings, Terms terms, String requestId) {
    Dialect dialect = settings.dialect();
    AnswerState state =
        new AnswerState(
            settings.maxAnswerChars(),
            dialect.tokenLimitField() + "=" + terms.answerTokens(),
            requestId);
    return switch (dialect.api()) {
      case CHAT_COMPLETIONS -> new ChatReader(state);
      case MESSAGES -> new MessagesReader(state);
    };
  }
}
