package io.camrelay.dispatch;

import io.camrelay.bounds.Bounds;
import io.camrelay.protocol.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What the operator can set about asking.
 *
 * @param question what is asked where neither the capture nor its device brings a question
 * @param deadline how long a capture may take from STORED to its end, every attempt and every wait
 *     included
 * @param concurrency how many captures may be under way at a time, over all providers
 * @param concurrencyPerProvider how many of them at one provider
 * @param maxAnswer characters (UTF-16) of an answer that are kept; what goes beyond is cut off
 * @param stopPatience how long attempts that are under way may go on when the relay stops
 */
public record DispatchSettings(
    String question,
    Duration deadline,
    int concurrency,
    int concurrencyPerProvider,
    int maxAnswer,
    Duration stopPatience) {

  /** Below it, no model answers about a picture. */
  public static final Duration MIN_DEADLINE = Duration.ofSeconds(5);

  /** Above it, nobody waits at the camera any more. */
  public static final Duration MAX_DEADLINE = Duration.ofHours(1);

  /** Each attempt may hold a thread while it starts, and the whole answer in memory. */
  public static final int MAX_CONCURRENCY = 1_000;

  /** A sentence must fit. */
  public static final int MIN_ANSWER = 100;

  /** An answer is for a person to read. */
  public static final int MAX_ANSWER = 200_000;

  /** Service managers kill what takes longer to stop than about a minute and a half. */
  public static final Duration MAX_STOP_PATIENCE = Duration.ofSeconds(60);

  public DispatchSettings {
    int questionBytes = question.getBytes(StandardCharsets.UTF_8).length;
    if (question.isBlank() || questionBytes > Limits.MAX_QUESTION) {
      throw new IllegalArgumentException(
          "question must have 1 to " + Limits.MAX_QUESTION + " bytes");
    }
    Bounds.check("deadline", deadline, MIN_DEADLINE, MAX_DEADLINE);
    Bounds.check("concurrency", concurrency, 1, MAX_CONCURRENCY);
    Bounds.check("concurrencyPerProvider", concurrencyPerProvider, 1, MAX_CONCURRENCY);
    Bounds.check("maxAnswer", maxAnswer, MIN_ANSWER, MAX_ANSWER);
    Bounds.check("stopPatience", stopPatience, Duration.ZERO, MAX_STOP_PATIENCE);
  }

  /** Fit for one relay and a handful to some hundreds of cameras. */
  public static DispatchSettings defaults() {
    return new DispatchSettings(
        "What is in this picture? Answer in one or two sentences.",
        Duration.ofMinutes(2),
        64,
        64,
        20_000,
        Duration.ofSeconds(10));
  }
}
