package io.camrelay.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.vision.RateLimits.Room;
import java.time.Duration;
import java.time.Instant;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitHeadersTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void readsOpenAis() {
    Headers headers =
        Headers.of(
            "x-ratelimit-limit-requests", "500",
            "x-ratelimit-remaining-requests", "499",
            "x-ratelimit-reset-requests", "120ms",
            "x-ratelimit-limit-tokens", "200000",
            "x-ratelimit-remaining-tokens", "0",
            "x-ratelimit-reset-tokens", "6m0s");

    assertThat(read(headers))
        .isEqualTo(
            new RateLimits(
                new Room(500, 499, Duration.ofMillis(120)),
                new Room(200_000, 0, Duration.ofMinutes(6))));
  }

  @Test
  void readsAnthropicsWithItsMoments() {
    Headers headers =
        Headers.of(
            "anthropic-ratelimit-requests-limit", "50",
            "anthropic-ratelimit-requests-remaining", "0",
            "anthropic-ratelimit-requests-reset", "2026-11-23T12:00:30Z",
            "anthropic-ratelimit-tokens-limit", "48000",
            "anthropic-ratelimit-tokens-remaining", "47000",
            "anthropic-ratelimit-tokens-reset", "2026-11-23T13:00:01+01:00");

    assertThat(read(headers))
        .isEqualTo(
            new RateLimits(
                new Room(50, 0, Duration.ofSeconds(30)),
                new Room(48_000, 47_000, Duration.ofSeconds(1))));
  }

  @Test
  void takesTheInputsLimitWhereAnthropicNamesNoScarcest() {
    Headers headers =
        Headers.of(
            "anthropic-ratelimit-input-tokens-limit", "40000",
            "anthropic-ratelimit-input-tokens-remaining", "39000",
            "anthropic-ratelimit-output-tokens-remaining", "8000");

    assertThat(read(headers))
        .isEqualTo(new RateLimits(Room.UNKNOWN, new Room(40_000, 39_000, null)));
  }

  @ParameterizedTest
  @CsvSource({
    "-1, -1, 0",
    "0, 0, 0",
    "-1, 0, 0",
    "100, 0, 0",
    "100, -1, 1s",
    "0, 0, 1s",
    "x, y, z"
  })
  void takesWhatAzureSendsInPlaceOfNumbersForNothing(String limit, String remaining, String reset) {
    Headers headers =
        Headers.of(
            "x-ratelimit-limit-requests", limit,
            "x-ratelimit-remaining-requests", remaining,
            "x-ratelimit-reset-requests", reset);

    assertThat(RateLimitHeaders.read(headers, NOW)).isNull();
  }

  @Test
  void saysNothingWhereTheProviderSaysNothing() {
    assertThat(RateLimitHeaders.read(Headers.of("x-request-id", "1"), NOW)).isNull();
  }

  @Test
  void believesNoLimitThatLastsLongerThanADay() {
    Headers headers =
        Headers.of(
            "anthropic-ratelimit-requests-remaining", "5",
            "anthropic-ratelimit-requests-reset", "2037-01-01T00:00:00Z",
            "anthropic-ratelimit-tokens-remaining", "5",
            "anthropic-ratelimit-tokens-reset", "2026-11-23T11:59:59Z");

    assertThat(read(headers))
        .isEqualTo(
            new RateLimits(new Room(-1, 5, RateLimitHeaders.MAX), new Room(-1, 5, Duration.ZERO)));
  }

  @ParameterizedTest
  @CsvSource({
    "12ms, PT0.012S",
    "1s, PT1S",
    "6m0s, PT6M",
    "1h2m3.5s, PT1H2M3.5S",
    "8.64s, PT8.64S",
    "500µs, PT0.0005S",
    "59, PT59S",
    "1.5, PT1.5S",
    "0s, PT0S",
    "2d, PT24H",
    "999999999999999999h, PT24H"
  })
  void readsDurations(String value, Duration duration) {
    assertThat(RateLimitHeaders.duration(value)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "s", "1x", "1s2", "1 s", "1..5s", "soon", "1e9s"})
  void readsNoDurationThatMakesNoSense(String value) {
    assertThat(RateLimitHeaders.duration(value)).isNull();
  }

  private static RateLimits read(Headers headers) {
    RateLimits limits = RateLimitHeaders.read(headers, NOW);
    return limits == null ? RateLimits.UNKNOWN : limits;
  }
}
