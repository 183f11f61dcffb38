package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.vision.AttemptResult.Again;
import java.time.Duration;
import java.time.Instant;
import okhttp3.Headers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "retry-after | 0 | PT0S",
        "Retry-After | 7 | PT7S",
        "Retry-After | 1.5 | PT1.5S",
        "Retry-After | .5 | PT0.5S",
        "Retry-After | Mon, 23 Nov 2026 12:01:30 GMT | PT1M30S",
        "Retry-After | Mon, 23 Nov 2026 11:00:00 GMT | PT0S",
        "Retry-After | Mon, 23 Nov 2037 12:00:00 GMT | PT24H",
        "Retry-After | 86400 | PT24H",
        "Retry-After | 99999999999999999999 | PT24H",
        "Retry-After-Ms | 250 | PT0.25S",
        "retry-after-ms | 1500.5 | PT1.5005S"
      })
  void readsEveryFormOfAWait(String name, String value, Duration wait) {
    assertThat(RetryAfter.read(Headers.of(name, value), NOW)).isEqualTo(wait);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "soon", "1e9", "0x10", "Mon, 99 Nov 2026 12:00:00 GMT", "1,5", ""})
  void readsNoneThatMakesNoSense(String value) {
    assertThat(RetryAfter.read(Headers.of("Retry-After", value), NOW)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-5", ""})
  void fallsBackToSecondsWhereMillisecondsMakeNoSense(String millis) {
    Headers headers = Headers.of("retry-after-ms", millis, "Retry-After", "4");

    assertThat(RetryAfter.read(headers, NOW)).isEqualTo(Duration.ofSeconds(4));
  }

  @ParameterizedTest
  @CsvSource({"true, YES", "True, YES", "false, NO", "' false', NO", "maybe, UNSAID", "'', UNSAID"})
  void readsWhetherToAskAgain(String value, Again again) {
    assertThat(RetryAfter.again(Headers.of("X-Should-Retry", value))).isEqualTo(again);
    assertThat(RetryAfter.again(Headers.of())).isEqualTo(Again.UNSAID);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Quota exceeded for metric X, limit: 15. Please retry in 46.203s. | PT46.203S",
        "Rate limit reached for gpt-4o. Please try again in 6m0s. Visit … | PT6M",
        "Please try again in 120ms. | PT0.12S",
        "Please retry after 3 seconds. | PT3S",
        "Please retry after 1 second. | PT1S",
        "Try again in 2 minutes | PT2M",
        "retry in 37h12m5.9s | PT24H",
        "You may retry in a while | ",
        "Please retry in 5 parsecs | ",
        "nothing | "
      })
  void readsWaitsInProse(String message, Duration wait) {
    assertThat(RetryAfter.readProse(message)).isEqualTo(wait);
  }

  @ParameterizedTest
  @CsvSource({"46s, PT46S", "1.5s, PT1.5S", "46, ", "s, ", "-1s, "})
  void readsGooglesDelays(String value, Duration wait) {
    assertThat(RetryAfter.readGoogle(value)).isEqualTo(wait);
  }
}
