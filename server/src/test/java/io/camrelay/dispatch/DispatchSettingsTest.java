package io.camrelay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camrelay.protocol.Limits;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DispatchSettingsTest {

  @ParameterizedTest
  @CsvSource({
    "5000, 1, 1, 100, 0",
    "3600000, 1000, 1000, 200000, 60000",
  })
  void takesValuesAtTheirBounds(
      long deadline, int concurrency, int perProvider, int maxAnswer, long patience) {
    assertThat(settings("Q", deadline, concurrency, perProvider, maxAnswer, patience)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "4999,    1,    1,    100,    0,     deadline",
    "3600001, 1,    1,    100,    0,     deadline",
    "5000,    0,    1,    100,    0,     concurrency",
    "5000,    1001, 1,    100,    0,     concurrency",
    "5000,    1,    0,    100,    0,     concurrencyPerProvider",
    "5000,    1,    1001, 100,    0,     concurrencyPerProvider",
    "5000,    1,    1,    99,     0,     maxAnswer",
    "5000,    1,    1,    200001, 0,     maxAnswer",
    "5000,    1,    1,    100,    -1,    stopPatience",
    "5000,    1,    1,    100,    60001, stopPatience",
  })
  void refusesValuesBeyondThemAndNamesThem(
      long deadline,
      int concurrency,
      int perProvider,
      int maxAnswer,
      long patience,
      String component) {
    assertThatThrownBy(() -> settings("Q", deadline, concurrency, perProvider, maxAnswer, patience))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(component + " is ");
  }

  @Test
  void takesAQuestionThatTheWireWouldTakeAndNoLongerOne() {
    String longest = "ä".repeat(Limits.MAX_QUESTION / 2);

    assertThat(settings(longest, 5_000, 1, 1, 100, 0)).isNotNull();
    assertThatThrownBy(() -> settings(longest + "?", 5_000, 1, 1, 100, 0))
        .hasMessageStartingWith("question must");
    assertThatThrownBy(() -> settings(" ", 5_000, 1, 1, 100, 0))
        .hasMessageStartingWith("question must");
  }

  private static DispatchSettings settings(
      String question,
      long deadlineMillis,
      int concurrency,
      int perProvider,
      int maxAnswer,
      long patienceMillis) {
    return new DispatchSettings(
        question,
        Duration.ofMillis(deadlineMillis),
        concurrency,
        perProvider,
        maxAnswer,
        Duration.ofMillis(patienceMillis));
  }
}
