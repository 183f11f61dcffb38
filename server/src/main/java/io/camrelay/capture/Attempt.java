package io.camrelay.capture;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try to ask one provider about one capture, recorded before it is made.
 *
 * @param ordinal counts a capture's attempts from 1; the answer's generation on the wire
 * @param provider who is asked, by its configured name
 * @param model which model
 * @param startedAt when it was recorded
 * @param end how it ended; null while it may be under way
 */
public record Attempt(
    int ordinal, String provider, String model, Instant startedAt, @Nullable End end) {

  /**
   * How an attempt ended.
   *
   * @param at when
   * @param outcome {@code answered}, or the word for what went wrong
   * @param billed whether it can have cost money
   * @param detail what exactly happened, for the operator
   * @param promptTokens as billed, -1 where the provider did not say
   * @param answerTokens as billed, -1 where the provider did not say
   * @param requestId the provider's number for it, may be empty
   */
  public record End(
      Instant at,
      String outcome,
      Billed billed,
      String detail,
      long promptTokens,
      long answerTokens,
      String requestId) {}

  /** Whether an attempt can have cost money. */
  public enum Billed {
    NO,
    /** Nobody on this side can know: it was cut off, or the relay crashed while it was made. */
    MAYBE,
    YES
  }
}
