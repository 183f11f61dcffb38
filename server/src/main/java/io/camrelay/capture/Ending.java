package io.camrelay.capture;

import io.camrelay.protocol.AnswerStatus;
import io.camrelay.protocol.Code;

/** How a capture ended. There is exactly one for each, and it never changes. */
public sealed interface Ending {

  /** Both families, to switch on. */
  enum Kind {
    ANSWER,
    FAILURE
  }

  Kind kind();

  /**
   * The model answered.
   *
   * @param text the whole answer, as the model gave it
   * @param status whether it said all it had to say
   * @param provider who was asked, by its configured name
   * @param model the model that answered
   * @param promptTokens as billed, -1 where the provider did not say
   * @param answerTokens as billed, -1 where the provider did not say
   * @param millis from STORED to the end of the answer
   */
  record Answer(
      String text,
      AnswerStatus status,
      String provider,
      String model,
      long promptTokens,
      long answerTokens,
      long millis)
      implements Ending {

    @Override
    public Kind kind() {
      return Kind.ANSWER;
    }
  }

  /**
   * There will be no answer.
   *
   * @param code why; one that may ride on FAILED
   * @param hint what the maker can do
   */
  record Failure(Code code, String hint) implements Ending {

    @Override
    public Kind kind() {
      return Kind.FAILURE;
    }
  }
}
