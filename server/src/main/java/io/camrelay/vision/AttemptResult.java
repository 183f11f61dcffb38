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
   * @param detail what the operator should know of how it was come by; empty as a rule
   */
  record Answered(boolean cut, String detail, Receipt receipt) implements AttemptResult {

    /** One that was come by as usual. */
    public Answered(boolean cut, Receipt receipt) {
      this(cut, "", receipt);
    }
  }

  /**
   * There is no answer.
   *
   * @param failure what went wrong
   * @param billing whether the attempt can have cost money
   * @param retryAfter how long the provider wants to be left alone, null where it did not say
   * @param again what the provider itself says about asking again
   * @param detail what exactly happened, for the operator; holds no secret and no picture
   */
  record Failed(
      Failure failure,
      Billing billing,
      @Nullable Duration retryAfter,
      Again again,
      String detail,
      Receipt receipt)
      implements AttemptResult {

    /** A failure of which the provider did not say whether to ask again. */
    public Failed(
        Failure failure,
        Billing billing,
        @Nullable Duration retryAfter,
        String detail,
        Receipt receipt) {
      this(failure, billing, retryAfter, Again.UNSAID, detail, receipt);
    }
  }

  /** What a provider says about asking again ({@code x-should-retry}); it knows better. */
  enum Again {
    /** Ask again, whatever the failure looks like. */
    YES,
    /** Do not. */
    NO,
    /** It did not say. */
    UNSAID
  }

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
   * What the provider says of an attempt, counted one way for all providers.
   *
   * @param promptTokens the whole input as billed, what came from a cache included, -1 where it did
   *     not say
   * @param answerTokens the whole output as billed, reasoning included, -1 where it did not say
   * @param cachedTokens of the input, what was read from the provider's cache, -1 where it did not
   *     say
   * @param cacheWriteTokens of the input, what was written into that cache, -1 where it did not say
   * @param reasoningTokens of the output, what was spent unseen, -1 where it did not say
   * @param costNanos what it really cost, in billionths of a dollar, -1 where it did not say
   * @param model the model that answered, empty where it did not say
   * @param requestId the provider's own number for it, empty where it did not say
   */
  record Receipt(
      long promptTokens,
      long answerTokens,
      long cachedTokens,
      long cacheWriteTokens,
      long reasoningTokens,
      long costNanos,
      String model,
      String requestId) {

    /** The provider said nothing. */
    public static final Receipt NONE = of(-1, -1, "", "");

    /** A receipt of the least that most providers say. */
    public static Receipt of(long promptTokens, long answerTokens, String model, String requestId) {
      return new Receipt(promptTokens, answerTokens, -1, -1, -1, -1, model, requestId);
    }

    /** The same with other words. */
    Receipt named(String newModel, String newRequestId) {
      return new Receipt(
          promptTokens,
          answerTokens,
          cachedTokens,
          cacheWriteTokens,
          reasoningTokens,
          costNanos,
          newModel,
          newRequestId);
    }
  }
}
