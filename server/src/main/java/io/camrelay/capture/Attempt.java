package io.camrelay.capture;

import io.camrelay.usage.Bill;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try to ask one provider about one capture, recorded before it is made.
 *
 * @param ordinal counts a capture's attempts from 1; the answer's generation on the wire
 * @param beginning who is asked with what; its {@link Beginning#look} is the capture's
 * @param startedAt when it was recorded
 * @param end how it ended; null while it may be under way
 */
public record Attempt(int ordinal, Beginning beginning, Instant startedAt, @Nullable End end) {

  /** Who is asked, by its configured name. */
  public String provider() {
    return beginning.provider();
  }

  /** Which model. */
  public String model() {
    return beginning.model();
  }

  /**
   * How an attempt ended.
   *
   * @param at when
   * @param outcome {@code answered}, or the word for what went wrong
   * @param billed whether it can have cost money
   * @param detail what exactly happened, for the operator
   * @param bill what it took and cost
   * @param requestId the provider's number for it, may be empty
   */
  public record End(
      Instant at, String outcome, Billed billed, String detail, Bill bill, String requestId) {

    /** What an attempt that was answered is called. */
    public static final String ANSWERED = "answered";

    /** What one is called whose answer had not the form that was asked for. */
    public static final String UNFIT = "unfit";
  }

  /** Whether an attempt can have cost money. */
  public enum Billed {
    NO,
    /** Nobody on this side can know: it was cut off, or the relay crashed while it was made. */
    MAYBE,
    YES
  }
}
