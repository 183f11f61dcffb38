package io.camrelay.vision;

import io.camrelay.json.JsonView;
import io.camrelay.vision.AttemptResult.Receipt;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a provider has said so far that an answer took, in one way of counting for all. What was not
 * said is -1; what was said and makes no sense counts as not said.
 */
final class UsageSoFar {

  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);

  /** No request takes more: the largest windows have millions. What is beyond it is nonsense. */
  static final long MAX_TOKENS = 1_000_000_000;

  /** No answer costs more; a number beyond it is in another unit. */
  private static final BigDecimal MAX_DOLLARS = BigDecimal.valueOf(1_000_000);

  /** A sum of money is written with few characters. */
  private static final int MAX_DIGITS = 40;

  private long prompt = -1;
  private long answer = -1;
  private long cached = -1;
  private long cacheWrite = -1;
  private long reasoning = -1;
  private long costNanos = -1;

  /** The whole input, what came from a cache or went into one included. */
  void prompt(OptionalLong tokens) {
    prompt = said(prompt, tokens);
  }

  /** The whole output, hidden reasoning included. */
  void answer(OptionalLong tokens) {
    answer = said(answer, tokens);
  }

  /** Of the input, what came from a cache. */
  void cached(OptionalLong tokens) {
    cached = said(cached, tokens);
  }

  /** Of the input, what went into a cache. */
  void cacheWrite(OptionalLong tokens) {
    cacheWrite = said(cacheWrite, tokens);
  }

  /** Of the output, what was spent unseen. */
  void reasoning(OptionalLong tokens) {
    reasoning = said(reasoning, tokens);
  }

  /** Dollars that the provider says it has billed, rounded up to billionths. */
  void cost(@Nullable BigDecimal dollars) {
    if (dollars != null && dollars.signum() >= 0 && dollars.compareTo(MAX_DOLLARS) <= 0) {
      costNanos = dollars.multiply(NANOS).setScale(0, RoundingMode.CEILING).longValueExact();
    }
  }

  /** A number as it is written, null where there is none. */
  static @Nullable BigDecimal decimal(JsonView value) {
    String text = value.kind() == JsonView.Kind.NUMBER ? value.text() : null;
    return text == null || text.length() > MAX_DIGITS ? null : new BigDecimal(text);
  }

  long promptTokens() {
    return prompt;
  }

  long answerTokens() {
    return answer;
  }

  long reasoningTokens() {
    return reasoning;
  }

  /** Whether the model must have worked, as something was counted. */
  boolean any() {
    return prompt > 0 || answer > 0;
  }

  Receipt receipt(String model, String requestId) {
    return new Receipt(prompt, answer, cached, cacheWrite, reasoning, costNanos, model, requestId);
  }

  private static long said(long before, OptionalLong tokens) {
    long count = tokens.orElse(-1);
    return count >= 0 && count <= MAX_TOKENS ? count : before;
  }
}
