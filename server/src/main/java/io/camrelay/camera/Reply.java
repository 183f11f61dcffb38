package io.camrelay.camera;

import io.camrelay.protocol.AnswerStatus;
import io.camrelay.protocol.CaptureId;
import io.camrelay.protocol.Code;

/** How a capture has ended. */
public sealed interface Reply permits Reply.Answered, Reply.Failed {

  /** The capture that has ended. */
  CaptureId capture();

  /** True for {@link Answered}. */
  boolean answered();

  /**
   * The model has answered.
   *
   * @param text the whole answer, as far as {@link VirtualCamera#LONGEST_ANSWER} goes
   * @param status whether the model said all it had to say
   * @param generation which try of the answer this is, from 1
   * @param promptTokens as billed, {@link io.camrelay.protocol.Limits#UNKNOWN} if not said
   * @param answerTokens as billed, {@link io.camrelay.protocol.Limits#UNKNOWN} if not said
   * @param millis from STORED to the end, by the relay's clock
   */
  record Answered(
      CaptureId capture,
      String text,
      AnswerStatus status,
      long generation,
      long promptTokens,
      long answerTokens,
      long millis)
      implements Reply {

    @Override
    public boolean answered() {
      return true;
    }
  }

  /**
   * There is no answer and there will be none.
   *
   * @param code why
   * @param hint what the maker can do
   */
  record Failed(CaptureId capture, Code code, String hint) implements Reply {

    @Override
    public boolean answered() {
      return false;
    }
  }
}
