package io.camrelay.vision;

import io.camrelay.vision.RateLimits.Room;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads what OpenAI's and Anthropic's headers say of the room that is left. OpenAI's resets are
 * durations such as {@code 6m0s}, {@code 12ms} (apidog.com/apidoc/docs-site/370474/en/doc-775837),
 * Anthropic's are moments (docs.claude.com/en/api/rate-limits). Azure has been seen sending -1 and
 * 0 in place of numbers (github.com/openai/openai-dotnet/issues/838); they say nothing.
 */
final class RateLimitHeaders {

  /** The longest wait that is believed, as with {@link RetryAfter}. */
  static final Duration MAX = RetryAfter.MAX;

  /** No number that makes sense is longer. */
  private static final int MAX_DIGITS = 18;

  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);

  private static final Pattern PART =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?)(ms|us|µs|ns|d|h|m|s)");

  private RateLimitHeaders() {}

  /**
   * What the headers say.
   *
   * @param now from which moments are away
   * @return null where they say nothing
   */
  static @Nullable RateLimits read(Headers headers, Instant now) {
    Room requests = openAi(headers, "requests");
    Room tokens = openAi(headers, "tokens");
    if (requests.equals(Room.UNKNOWN) && tokens.equals(Room.UNKNOWN)) {
      requests = anthropic(headers, "requests", now);
      // "tokens" is whichever limit is the scarcest; pictures are input.
      Room scarcest = anthropic(headers, "tokens", now);
      tokens = scarcest.equals(Room.UNKNOWN) ? anthropic(headers, "input-tokens", now) : scarcest;
    }
    RateLimits limits = new RateLimits(requests, tokens);
    return limits.equals(RateLimits.UNKNOWN) ? null : limits;
  }

  private static Room openAi(Headers headers, String what) {
    return room(
        number(headers.get("x-ratelimit-limit-" + what)),
        number(headers.get("x-ratelimit-remaining-" + what)),
        duration(headers.get("x-ratelimit-reset-" + what)));
  }

  private static Room anthropic(Headers headers, String what, Instant now) {
    String prefix = "anthropic-ratelimit-" + what + "-";
    return room(
        number(headers.get(prefix + "limit")),
        number(headers.get(prefix + "remaining")),
        until(headers.get(prefix + "reset"), now));
  }

  /** Nothing left, of a limit that nobody knows and that is renewed at once, is Azure's nothing. */
  private static Room room(long limit, long remaining, @Nullable Duration untilReset) {
    boolean now = untilReset == null || untilReset.isZero();
    boolean nothing = remaining < 0 || (remaining == 0 && (limit <= 0 || now));
    return nothing ? Room.UNKNOWN : new Room(limit > 0 ? limit : -1, remaining, untilReset);
  }

  private static long number(@Nullable String value) {
    boolean number = value != null && value.matches("[0-9]{1," + MAX_DIGITS + "}");
    return number ? Long.parseLong(value) : -1;
  }

  /** Reads {@code 1h2m3.5s} and the like; a bare number counts seconds. */
  static @Nullable Duration duration(@Nullable String value) {
    if (value == null) {
      return null;
    }
    String text = value.matches("[0-9.]+") ? value + "s" : value;
    Matcher part = PART.matcher(text);
    BigDecimal seconds = BigDecimal.ZERO;
    int at = 0;
    while (part.find() && part.start() == at) {
      seconds = seconds.add(new BigDecimal(part.group(1)).multiply(unit(part.group(2))));
      at = part.end();
    }
    if (at != text.length() || at == 0) {
      return null;
    }
    return seconds.compareTo(BigDecimal.valueOf(MAX.toSeconds())) >= 0
        ? MAX
        : Duration.ofNanos(seconds.multiply(NANOS).longValue());
  }

  /** In seconds. */
  private static BigDecimal unit(String name) {
    return switch (name) {
      case "d" -> BigDecimal.valueOf(86_400);
      case "h" -> BigDecimal.valueOf(3_600);
      case "m" -> BigDecimal.valueOf(60);
      case "ms" -> BigDecimal.valueOf(1, 3);
      case "us", "µs" -> BigDecimal.valueOf(1, 6);
      case "ns" -> BigDecimal.valueOf(1, 9);
      default -> BigDecimal.ONE;
    };
  }

  private static @Nullable Duration until(@Nullable String moment, Instant now) {
    if (moment == null) {
      return null;
    }
    try {
      Duration wait = Duration.between(now, OffsetDateTime.parse(moment).toInstant());
      return wait.isNegative() ? Duration.ZERO : wait.compareTo(MAX) > 0 ? MAX : wait;
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }
}
