package io.camrelay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.Beginning;
import io.camrelay.dispatch.RetryPolicy.Decision;
import io.camrelay.protocol.Code;
import io.camrelay.vision.Failure;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

  private static final Duration PAUSE = Duration.ofMillis(500);

  private Instant now = Instant.parse("2026-11-23T12:00:00Z");
  private final RetryBudget budget = new RetryBudget(now);
  private final Attempt attempt = new Attempt(1, Beginning.of("openai", "any"), now, null);

  @Test
  void oneCameraAloneNeverWaitsForItsTurn() {
    for (int time = 0; time < 100; time++) {
      assertThat(turn(Duration.ofMinutes(1))).isEqualTo(again(PAUSE));
      now = now.plus(PAUSE);
    }
  }

  @Test
  void inAnOutageRetriesComeAtTheRateThatIsThereInAnyCase() {
    int inTheFirstMinute = 0;
    for (int capture = 0; capture < 1_000; capture++) {
      Decision decision = turn(Duration.ofHours(1));
      Instant at = ((Decision.Again) decision).at();
      if (at.isBefore(now.plusSeconds(60))) {
        inTheFirstMinute++;
      }
    }
    assertThat(inTheFirstMinute)
        .isBetween(
            (int) (60 * RetryBudget.PER_SECOND),
            (int) (60 * RetryBudget.PER_SECOND + RetryBudget.MOST + 1));
  }

  @Test
  void firstAttemptsEarnTheirPart() {
    spendAll();
    int earned = 100;
    for (int capture = 0; capture < earned; capture++) {
      budget.earn();
    }
    int free = 0;
    while (turn(Duration.ofMinutes(1)).equals(again(PAUSE))) {
      free++;
    }
    int part = (int) (earned * RetryBudget.PER_ATTEMPT);
    assertThat(free).as("less what was drawn before it was there").isBetween(part - 3, part);
  }

  @Test
  void aTurnThatComesTooLateEndsTheCaptureAndIsLeftToOthers() {
    spendAll();
    for (int capture = 0; capture < 20; capture++) {
      turn(Duration.ofMinutes(1));
    }
    Decision late = turn(Duration.ofSeconds(5));

    assertThat(((Decision.End) late).failure().code()).isEqualTo(Code.PROVIDER_UNREACHABLE);
    assertThat(((Decision.End) late).failure().hint()).contains("So many photos have met this");
    Decision.Again before = (Decision.Again) turn(Duration.ofMinutes(1));
    Decision.Again after = (Decision.Again) turn(Duration.ofMinutes(1));
    assertThat(Duration.between(before.at(), after.at())).hasMillis(500);
  }

  @Test
  void whatIsAskedOfAnotherProviderAtOnceTakesNothing() {
    spendAll();
    for (int capture = 0; capture < 100; capture++) {
      assertThat(budget.turn(again(Duration.ZERO), why(), attempt, now, now.plusSeconds(60)))
          .isEqualTo(again(Duration.ZERO));
    }
  }

  private void spendAll() {
    while (turn(Duration.ofMinutes(1)).equals(again(PAUSE))) {
      // Goes on.
    }
  }

  private Decision turn(Duration left) {
    return budget.turn(again(PAUSE), why(), attempt, now, now.plus(left));
  }

  private Decision.Again again(Duration pause) {
    return new Decision.Again(now.plus(pause), pause);
  }

  private static Explanation why() {
    return Explanation.of(Failure.UNREACHABLE);
  }
}
