package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

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
  @CsvSource({"46s, PT46S", "1.5s, PT1.5S", "46, ", "s, ", "-1s, "})
  void readsGooglesDelays(String value, Duration wait) {
    assertThat(RetryAfter.readGoogle(value)).isEqualTo(wait);
  }
}
