package io.camrelay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.dispatch.Breaker.Change;
import io.camrelay.dispatch.Breaker.State;
import io.camrelay.vision.AttemptResult;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Receipt;
import io.camrelay.vision.Failure;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BreakerTest {

  private static final AttemptResult ANSWERED = new AttemptResult.Answered(false, Receipt.NONE);

  private final Breaker breaker = new Breaker();
  private Instant now = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void setsAsideAfterSoManyFailuresInARowAndNotBefore() {
    for (int failure = 1; failure < Breaker.FAILURES; failure++) {
      assertThat(fails(Failure.UNREACHABLE)).isEqualTo(Change.NONE);
    }
    assertThat(breaker.state(now)).isEqualTo(State.CLOSED);

    assertThat(fails(Failure.TIMEOUT)).isEqualTo(Change.SET_ASIDE);
    assertThat(breaker.state(now)).isEqualTo(State.RESTING);
    assertThat(breaker.left(now)).isEqualTo(Breaker.FIRST_REST);
    assertThat(breaker.why()).isEqualTo(Failure.TIMEOUT);
  }

  @Test
  void anAnswerInBetweenBeginsTheCountAnew() {
    for (int round = 0; round < 10; round++) {
      for (int failure = 1; failure < Breaker.FAILURES; failure++) {
        assertThat(fails(Failure.BROKEN)).isEqualTo(Change.NONE);
      }
      assertThat(breaker.heard(false, ANSWERED, now)).isEqualTo(Change.NONE);
    }
    assertThat(breaker.state(now)).isEqualTo(State.CLOSED);
  }

  @ParameterizedTest
  @EnumSource(names = {"OUT_OF_MONEY", "BAD_KEY", "NO_SUCH_MODEL"})
  void whatAPersonMustMendSetsAsideAtOnce(Failure failure) {
    assertThat(fails(failure)).isEqualTo(Change.SET_ASIDE);
  }

  @ParameterizedTest
  @EnumSource(names = {"RATE_LIMITED", "REJECTED", "BAD_PICTURE", "REFUSED", "EMPTY", "CANCELLED"})
  void whatSaysNothingAgainstTheProviderNeverDoes(Failure failure) {
    for (int time = 0; time < 10 * Breaker.FAILURES; time++) {
      assertThat(fails(failure)).isEqualTo(Change.NONE);
    }
    assertThat(breaker.state(now)).isEqualTo(State.CLOSED);
  }

  @Test
  void letsOneTryAfterTheRestAndTheOthersOnlyWhenThatHasSucceeded() {
    setAside();
    now = now.plus(Breaker.FIRST_REST).minusMillis(1);
    assertThat(breaker.asked(now)).as("it rests still").isFalse();
    now = now.plusMillis(1);

    assertThat(breaker.state(now)).isEqualTo(State.DUE);
    assertThat(breaker.asked(now)).isTrue();
    assertThat(breaker.state(now)).isEqualTo(State.TRIED);
    assertThat(breaker.asked(now)).as("a second one").isFalse();

    assertThat(breaker.heard(true, ANSWERED, now)).isEqualTo(Change.BACK);
    assertThat(breaker.state(now)).isEqualTo(State.CLOSED);
  }

  @Test
  void eachTryThatFailsDoublesTheRestUpToItsBound() {
    setAside();
    Duration rest = Breaker.FIRST_REST;
    for (int time = 0; time < 12; time++) {
      assertThat(breaker.left(now)).isEqualTo(rest);
      now = now.plus(rest);
      assertThat(breaker.asked(now)).isTrue();
      assertThat(breaker.heard(true, failed(Failure.UNREACHABLE), now)).isEqualTo(Change.SET_ASIDE);
      Duration doubled = rest.multipliedBy(2);
      rest = doubled.compareTo(Breaker.MAX_REST) > 0 ? Breaker.MAX_REST : doubled;
    }
    assertThat(breaker.left(now)).isEqualTo(Breaker.MAX_REST);
  }

  @Test
  void whatWasUnderWayWhenItWasSetAsideMakesTheRestNoLonger() {
    setAside();
    now = now.plusSeconds(1);
    for (int late = 0; late < 20; late++) {
      assertThat(fails(Failure.UNREACHABLE)).isEqualTo(Change.NONE);
    }
    assertThat(breaker.left(now)).isEqualTo(Breaker.FIRST_REST.minusSeconds(1));
    assertThat(breaker.heard(false, ANSWERED, now)).as("and may end it").isEqualTo(Change.BACK);
  }

  @Test
  void aTryThatCameToNothingLetsTheNextOneTry() {
    setAside();
    now = now.plus(Breaker.FIRST_REST);
    assertThat(breaker.asked(now)).isTrue();
    breaker.undecided(true);

    assertThat(breaker.state(now)).isEqualTo(State.DUE);
  }

  @Test
  void aClockThatIsSetBackMakesNoRestLonger() {
    setAside();
    now = now.minus(Duration.ofHours(1));

    assertThat(breaker.left(now)).isZero();
    assertThat(breaker.state(now)).isEqualTo(State.DUE);
  }

  private void setAside() {
    for (int failure = 1; failure <= Breaker.FAILURES; failure++) {
      fails(Failure.PROVIDER_ERROR);
    }
  }

  private Change fails(Failure failure) {
    return breaker.heard(false, failed(failure), now);
  }

  private static AttemptResult failed(Failure failure) {
    return new AttemptResult.Failed(failure, Billing.NO, null, "", Receipt.NONE);
  }
}
