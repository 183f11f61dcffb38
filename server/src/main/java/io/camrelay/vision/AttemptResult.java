package io.camrelay.vision;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How one attempt ended. */
public sealed interface AttemptResult {

  /** What the provider says was used, and under which number it can be asked about. */
  Receipt receipt();

  /**
   * The model answered; the text was given to the listener piece by piece.
   *
   * @param cut true where a limit of tokens or bytes ended the answer
   */
  record Answered(boolean cut, Receipt receipt) implements AttemptResult {}

  /**
   * There is no answer.
   *
   * @param failure what went wrong
   * @param billing whether the attempt can have cost money
   * @param retryAfter how long the provider wants to be left alone, null where it did not say
   * @param detail what exactly happened, for the operator; holds no secret and no picture
   */
  record Failed(
      Failure failure,
      Billing billing,
      @Nullable Duration retryAfter,
      String detail,
      Receipt receipt)
      implements AttemptResult {}

  /** Whether an attempt can have been billed. */
  enum Billing {
    /** The provider cannot have done any work. */
    NO,
    /** Nobody on this side can know. */
    MAYBE,
    /** The provider said so, or words had come. */
    YES
  }

  /**
   * What the provider says of an attempt.
   *
   * @param promptTokens as billed, -1 where it did not say
   * @param answerTokens as billed, reasoning included, -1 where it did not say
   * @param model the model that answered, empty where it did not say
   * @param requestId the provider's own number for it, empty where it did not say
   */
  record Receipt(long promptTokens, long answerTokens, String model, String requestId) {

    /** The provider said nothing. */
    public static final Receipt NONE = new Receipt(-1, -1, "", "");
  }
}
