package io.camrelay.vision;

import io.camrelay.vision.AttemptResult.Again;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** Reads how long a provider wants to be left alone, in the ways in which providers say it. */
final class RetryAfter {

  /** A daily limit may need hours; more is a mistake or a wrong clock. */
  static final Duration MAX = Duration.ofHours(24);

  /** No number of seconds that makes sense is longer. */
  private static final int MAX_DIGITS = 20;

  private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);

  /** As Google ({@code in 46.2s}), OpenAI ({@code in 6m0s}) and Azure ({@code after 3 seconds}). */
  private static final Pattern IN_PROSE =
      Pattern.compile(
          "(?:retry|try again) (?:in|after)"
              + " (?:([0-9][0-9a-z.]{0,20}[a-z])|([0-9.]{1,10}) (s|m)(?:ec|in)[a-z]*)",
          Pattern.CASE_INSENSITIVE);

  private RetryAfter() {}

  /**
   * Reads {@code retry-after-ms}, else {@code Retry-After} as seconds, as seconds with a fraction
   * or as an HTTP date.
   *
   * @param now for a date, which is taken as past (no wait) if it is earlier
   * @return null where the provider did not say or it makes no sense; at most {@link #MAX}
   */
  static @Nullable Duration read(Headers headers, Instant now) {
    Duration exact = seconds(headers.get("retry-after-ms"), 3);
    if (exact != null) {
      return exact;
    }
    String value = headers.get("Retry-After");
    Duration wait = seconds(value, 0);
    return wait != null || value == null ? wait : untilDate(value, now);
  }

  /** Reads {@code x-should-retry}, which the official clients obey above all else. */
  static Again again(Headers headers) {
    String said = headers.get("x-should-retry");
    return switch (said == null ? "" : said.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> Again.YES;
      case "false" -> Again.NO;
      default -> Again.UNSAID;
    };
  }

  /** Reads a duration as Google's error bodies have it: {@code 46s} or {@code 1.5s}. */
  static @Nullable Duration readGoogle(@Nullable String value) {
    return value != null && value.endsWith("s")
        ? seconds(value.substring(0, value.length() - 1), 0)
        : null;
  }

  /** Reads a wait out of an error's prose: {@code Please retry in 46.5s.} */
  static @Nullable Duration readProse(String message) {
    Matcher wait = IN_PROSE.matcher(message);
    if (!wait.find()) {
      return null;
    }
    String written = wait.group(1) != null ? wait.group(1) : wait.group(2) + wait.group(3);
    return RateLimitHeaders.duration(written.toLowerCase(Locale.ROOT));
  }

  private static @Nullable Duration seconds(@Nullable String value, int decimalsToTheLeft) {
    if (value == null || value.length() > MAX_DIGITS) {
      return null;
    }
    String number = value.strip();
    if (!number.matches("[0-9]+(\\.[0-9]*)?|\\.[0-9]+")) {
      return null;
    }
    BigDecimal seconds = new BigDecimal(number).movePointLeft(decimalsToTheLeft);
    if (seconds.compareTo(BigDecimal.valueOf(MAX.toSeconds())) >= 0) {
      return MAX;
    }
    return Duration.ofNanos(seconds.multiply(NANOS_PER_SECOND).longValue());
  }

  private static @Nullable Duration untilDate(String value, Instant now) {
    try {
      Instant date =
          ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
              .toInstant();
      Duration wait = Duration.between(now, date);
      if (wait.isNegative()) {
        return Duration.ZERO;
      }
      return wait.compareTo(MAX) > 0 ? MAX : wait;
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }
}
