package io.camrelay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureState;
import io.camrelay.device.ProfileKey;
import io.camrelay.protocol.Code;
import io.camrelay.usage.Budget;
import io.camrelay.usage.BudgetKey;
import io.camrelay.usage.BudgetPeriod;
import io.camrelay.usage.BudgetScope;
import io.camrelay.usage.BudgetState;
import io.camrelay.usage.BudgetUnit;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.Failure;
import io.camrelay.vision.Pace;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who of a chain is asked when the first one fails, rests or is out of its limits. */
class DispatcherChainTest {

  private final DispatchFixture fixture = new DispatchFixture();
  private final ScriptedProvider first = new ScriptedProvider("first");
  private final ScriptedProvider second = new ScriptedProvider("second");
  private final Map<ProfileKey, String> profile =
      new EnumMap<>(Map.of(ProfileKey.CHAIN, "first, second"));

  DispatcherChainTest() {
    fixture.settings = DispatchFixture.settings(100, 100);
    fixture.providers = name -> name.equals("first") ? first : second;
    fixture.profiles = capture -> DispatchFixture.profile(fixture.settings, profile);
  }

  @Test
  void theNextIsAskedAtOnceAndTheDeviceHearsBoth() {
    fixture.start();
    CaptureKey key = fixture.pressed("cam", 1);
    first.last().fails(Failure.OVERLOADED, Billing.NO, Duration.ofSeconds(30));
    fixture.pass(PollTimer.MIN_GAP);
    second.last().says("A cat.").ends();
    fixture.time.runAll();

    assertThat(fixture.answer(key).provider()).isEqualTo("second");
    assertThat(fixture.heard.lines())
        .containsExactly(
            "ASKING gpt-4o-mini",
            "RETRYING gpt-4o-mini at first is overloaded",
            "ASKING gpt-4o-mini",
            "text 2@0 A cat.",
            "answer 2 A cat.");
  }

  @Test
  void oneThatAsksToBeLeftAloneIsPassedOverByTheOthersToo() {
    fixture.start();
    fixture.pressed("cam1", 1);
    first.last().fails(Failure.RATE_LIMITED, Billing.NO, Duration.ofSeconds(30));
    fixture.pass(PollTimer.MIN_GAP);
    fixture.pressed("cam2", 1);

    assertThat(first.asked()).isEqualTo(1);
    assertThat(second.asked()).isEqualTo(2);

    fixture.pass(Duration.ofSeconds(30));
    fixture.pressed("cam3", 1);
    assertThat(first.asked()).isEqualTo(2);
  }

  @Test
  void oneThatKeepsFailingIsSetAsideAndTriedByOneCaptureAtATime() {
    fixture.start();
    setFirstAside();
    int asked = first.asked();
    fixture.pressed("next", 1);
    assertThat(first.asked()).as("set aside").isEqualTo(asked);

    fixture.pass(Breaker.FIRST_REST);
    fixture.pressed("trial", 1);
    fixture.pressed("beside", 1);
    assertThat(first.asked()).as("one tries it").isEqualTo(asked + 1);

    first.last().says("Back.").ends();
    fixture.time.runAll();
    fixture.pressed("after", 1);
    assertThat(first.asked()).as("it is back").isEqualTo(asked + 2);
  }

  @Test
  void withoutAnotherACaptureWaitsForTheRestToEndAndIsToldSo() {
    fixture.start();
    profile.put(ProfileKey.CHAIN, "first");
    for (int device = 1; device <= Breaker.FAILURES; device++) {
      fixture.pressed("cam" + device, 1);
    }
    first.attempts().forEach(attempt -> attempt.fails(Failure.UNREACHABLE, Billing.NO));
    fixture.time.runAll();
    CaptureKey waits = fixture.pressed("waits", 1);
    int asked = first.asked();

    assertThat(fixture.heard.lines())
        .endsWith("RETRYING in 5000 ms gpt-4o-mini at first cannot be reached");
    fixture.pass(Duration.ofMillis(4_900));
    assertThat(first.asked()).isEqualTo(asked);
    fixture.pass(Duration.ofMillis(200));
    assertThat(first.asked()).as("one of them tries").isEqualTo(asked + 1);
    first.last().says("Yes.").ends();
    fixture.pass(Breaker.TRIAL.plusSeconds(1));
    first.attempts().stream().skip(asked + 1).forEach(attempt -> attempt.says("Yes.").ends());
    fixture.time.runAll();

    assertThat(fixture.answer(waits).text()).isEqualTo("Yes.");
    assertThat(fixture.store.get(waits).attempts()).hasSize(1);
  }

  @Test
  void aWaitThatIsLongerThanACaptureHasEndsItAtOnceAndSaysHowLong() {
    fixture.start();
    profile.put(ProfileKey.CHAIN, "first");
    fixture.pressed("cam1", 1);
    first.last().fails(Failure.RATE_LIMITED, Billing.NO, Duration.ofMinutes(5));
    fixture.time.runAll();
    CaptureKey key = fixture.pressed("cam2", 1);

    assertThat(first.asked()).isEqualTo(1);
    assertThat(fixture.failure(key).code()).isEqualTo(Code.PROVIDER_BUSY);
    assertThat(fixture.failure(key).hint())
        .isEqualTo(
            "gpt-4o-mini at first takes no more questions for now. It is not asked for another"
                + " 5 min, and this photo has 60 s left. Press again then.");
  }

  @Test
  void withoutMoneyTheNextIsAskedAndTheFirstNotForEachPress() {
    fixture.start();
    for (int device = 1; device <= 10; device++) {
      fixture.pressed("cam" + device, 1);
      if (first.asked() == device) {
        first.last().fails(Failure.OUT_OF_MONEY, Billing.NO);
        fixture.pass(PollTimer.MIN_GAP);
      }
    }
    assertThat(first.asked()).isEqualTo(1);
    assertThat(second.asked()).isEqualTo(10);
  }

  @Test
  void withoutMoneyAndWithoutAnotherEachPressIsToldSo() {
    fixture.start();
    profile.put(ProfileKey.CHAIN, "first");
    for (int device = 1; device <= 3; device++) {
      CaptureKey key = fixture.pressed("cam" + device, 1);
      first.last().fails(Failure.OUT_OF_MONEY, Billing.NO);
      fixture.time.runAll();
      assertThat(fixture.failure(key).code()).isEqualTo(Code.PROVIDER_MONEY);
    }
    assertThat(first.asked()).isEqualTo(3);
  }

  @Test
  void thePaceOfAProviderIsKept() {
    first.pace = new Pace(2, 0);
    fixture.start();
    for (int device = 1; device <= 5; device++) {
      fixture.pressed("cam" + device, 1);
    }
    assertThat(first.asked()).isEqualTo(2);
    assertThat(second.asked()).as("being full is no failure").isZero();
  }

  @Test
  void aCaptureThatWaitsForAPlacePastItsDeadlineEndsInTime() {
    first.pace = new Pace(1, 0);
    fixture.start();
    fixture.pressed("cam1", 1);
    CaptureKey waits = fixture.pressed("cam2", 1);
    fixture.pass(DispatchFixture.DEADLINE.minus(RetryPolicy.LEAST_TIME).minusSeconds(1));
    assertThat(fixture.state(waits)).isEqualTo(CaptureState.QUEUED);
    fixture.pass(Duration.ofSeconds(3));

    assertThat(fixture.failure(waits).code()).isEqualTo(Code.DEADLINE);
  }

  @Test
  void thoseBehindAFullProviderAreSeenHoweverManyWaitForIt() {
    first.pace = new Pace(1, 0);
    fixture.profiles =
        capture ->
            DispatchFixture.profile(
                fixture.settings,
                Map.of(
                    ProfileKey.CHAIN,
                    capture.key().device().startsWith("slow") ? "first" : "second"));
    fixture.start();
    for (int device = 1; device <= 3 * Waiting.LIMIT; device++) {
      fixture.keep("slow" + device, 1);
    }
    CaptureKey other = fixture.keep("other", 1);
    fixture.pass(Duration.ofSeconds(10));

    assertThat(first.asked()).isEqualTo(1);
    assertThat(fixture.state(other)).isEqualTo(CaptureState.ASKING);
  }

  @Test
  void anOutageOfManyCamerasIsARiverOfRetriesAndNoFlood() {
    profile.put(ProfileKey.CHAIN, "first");
    int cameras = 400;
    fixture.settings = DispatchFixture.settings(1_000, 1_000);
    fixture.start();
    for (int device = 1; device <= cameras; device++) {
      fixture.pressed("cam" + device, 1);
    }
    int answeredTo = 0;
    for (int tick = 0; tick < 600; tick++) {
      while (answeredTo < first.asked()) {
        first.attempts().get(answeredTo++).fails(Failure.UNREACHABLE, Billing.NO);
      }
      fixture.pass(Duration.ofMillis(100));
    }
    assertThat(fixture.heard.ended()).as("each has ended, with a reason").hasSize(cameras);
    assertThat(first.asked() - cameras)
        .as("tries beyond the first of each, in a minute")
        .isLessThanOrEqualTo((int) (RetryBudget.MOST + 60 * RetryBudget.PER_SECOND));
  }

  @Test
  void theCheaperChainIsAskedFromItsThresholdOn() {
    fixture.start();
    profile.put(ProfileKey.CHAIN, "first");
    profile.put(ProfileKey.CHEAPER_CHAIN, "second");
    fixture.budgets = List.of(state(799));
    fixture.pressed("cam1", 1);
    assertThat(first.asked()).isEqualTo(1);

    fixture.budgets = List.of(state(800));
    fixture.pressed("cam2", 1);
    assertThat(first.asked()).isEqualTo(1);
    assertThat(second.asked()).isEqualTo(1);
  }

  private BudgetState state(long spent) {
    BudgetKey all = new BudgetKey(BudgetScope.ALL, "", BudgetPeriod.DAY, BudgetUnit.TOKENS);
    return new BudgetState(
        new Budget(all, 1_000, 0, 80), spent, 0, fixture.time.now().plusSeconds(3_600));
  }

  private void setFirstAside() {
    for (int device = 1; device <= Breaker.FAILURES; device++) {
      fixture.pressed("cam" + device, 1);
    }
    first.attempts().forEach(attempt -> attempt.fails(Failure.PROVIDER_ERROR, Billing.NO));
    fixture.pass(PollTimer.MIN_GAP);
  }
}
