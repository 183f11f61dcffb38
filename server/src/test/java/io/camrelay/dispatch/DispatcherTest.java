package io.camrelay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.Beginning;
import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.CaptureState;
import io.camrelay.capture.Ending;
import io.camrelay.protocol.AnswerStatus;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Urgency;
import io.camrelay.usage.Bill;
import io.camrelay.usage.CostBasis;
import io.camrelay.usage.Expected;
import io.camrelay.usage.UsedTokens;
import io.camrelay.usage.WorstCase;
import io.camrelay.vision.Ask;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Receipt;
import io.camrelay.vision.Failure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way of one capture, in controlled time. */
class DispatcherTest {

  private final DispatchFixture fixture = new DispatchFixture().start();

  @Test
  void asksAStoredCaptureAndTellsEachStageEachWordAndTheEnd() {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.provider.last().says("A cat ").says("sleeps.");
    fixture.pass(Duration.ofMillis(1_500));
    fixture.provider.last().ends();
    fixture.time.runAll();

    assertThat(fixture.heard.lines())
        .containsExactly(
            "ASKING gpt-4o-mini", "text 1@0 A cat ", "text 1@6 sleeps.", "answer 1 A cat sleeps.");
    assertThat(fixture.answer(key))
        .isEqualTo(
            new Ending.Answer(
                "A cat sleeps.",
                AnswerStatus.COMPLETE,
                "openai",
                "gpt-4o-mini-2024-07-18",
                1117,
                46,
                1_500));
  }

  @Test
  void recordsTheAttemptBeforeAskingAndItsEndAfterwards() {
    CaptureKey key = fixture.pressed("cam", 1);

    Capture asking = fixture.store.get(key);
    assertThat(asking.state()).isEqualTo(CaptureState.ASKING);
    assertThat(asking.attempts())
        .containsExactly(
            new Attempt(
                1,
                new Beginning(
                    "openai",
                    "gpt-4o-mini",
                    "default",
                    0,
                    Expected.UNKNOWN,
                    WorstCase.NOTHING,
                    null,
                    null,
                    false),
                fixture.time.now(),
                null));

    fixture.provider.last().says("Yes.").ends();
    fixture.time.runAll();

    assertThat(end(key, 1))
        .isEqualTo(
            new Attempt.End(
                fixture.time.now(),
                "answered",
                Attempt.Billed.YES,
                "",
                new Bill(new UsedTokens(1117, -1, -1, 46, -1), null, CostBasis.UNKNOWN),
                "req_1"));
  }

  @Test
  void anAnswerIsDurableBeforeAnybodyHearsOfItsEnd() {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.store.becomeFull();
    fixture.provider.last().says("Yes.").ends();
    fixture.time.runAll();

    assertThat(fixture.heard.ended()).isEmpty();
    assertThat(fixture.heard.lines()).contains("text 1@0 Yes.");

    fixture.store.haveSpace();
    fixture.pass(Duration.ofSeconds(1));

    assertThat(fixture.heard.ended()).containsExactly(key);
  }

  @Test
  void asksTheCapturesOwnQuestionOrElseTheConfiguredOne() {
    fixture.pressed("cam", 1);
    assertThat(fixture.provider.last().ask().question()).isEqualTo("What is this?");

    CaptureKey own = fixture.keep("cam", 2, "Is the gate open?", Urgency.NORMAL, null);
    fixture.dispatcher.stored(own);
    fixture.time.runAll();
    assertThat(fixture.provider.last().ask().question()).isEqualTo("Is the gate open?");
  }

  @Test
  void givesAnAttemptTheTimeThatTheCaptureHasLeft() {
    fixture.keep("cam", 1);
    fixture.pass(Duration.ofMillis(900));
    fixture.dispatcher.stored(DispatchFixture.key("cam", 1));
    fixture.time.runAll();

    assertThat(fixture.provider.last().ask().timeLeft())
        .isEqualTo(DispatchFixture.DEADLINE.minusMillis(900));
  }

  @Test
  void aFollowUpCarriesWhatWasAnsweredBefore() {
    CaptureKey first = fixture.pressed("cam", 1);
    fixture.provider.last().says("A cat.").ends();
    fixture.time.runAll();
    CaptureKey second = fixture.keep("cam", 2, "Which colour?", Urgency.NORMAL, first);
    fixture.dispatcher.stored(second);
    fixture.time.runAll();
    fixture.provider.last().fails(Failure.REFUSED, Billing.YES);
    fixture.time.runAll();

    CaptureKey third = fixture.keep("cam", 3, "Sure?", Urgency.NORMAL, second);
    fixture.dispatcher.stored(third);
    fixture.time.runAll();

    assertThat(fixture.provider.last().ask().earlier())
        .as("a question without an answer is no part of it")
        .containsExactly(new Ask.Turn("What is this?", "A cat."));
  }

  @Test
  void anAnswerWithoutAWordIsAFailure() {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.provider.last().says(" \n").ends();
    fixture.time.runAll();

    assertThat(fixture.failure(key).code()).isEqualTo(Code.ANSWER_EMPTY);
  }

  @Test
  void anAnswerThatTheProviderCutIsMarkedSo() {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.provider.last().says("A long").endsCut();
    fixture.time.runAll();

    assertThat(fixture.answer(key).status()).isEqualTo(AnswerStatus.CUT);
  }

  @Test
  void anAnswerAtItsBoundIsWholeAndOneBeyondIsCutAndNotPaidForAnyLonger() {
    String longest = "x".repeat(DispatchSettings.MIN_ANSWER);
    CaptureKey whole = fixture.pressed("cam", 1);
    fixture.provider.last().says(longest).ends();
    fixture.time.runAll();
    CaptureKey cut = fixture.pressed("cam", 2);
    fixture.provider.last().says(longest).says("y");
    fixture.time.runAll();

    assertThat(fixture.answer(whole).status()).isEqualTo(AnswerStatus.COMPLETE);
    assertThat(fixture.answer(cut).status()).isEqualTo(AnswerStatus.CUT);
    assertThat(fixture.answer(cut).text()).isEqualTo(longest);
    assertThat(fixture.provider.last().hungUp()).isTrue();
  }

  @Test
  void whatAProviderCountedAsNothingHasCostNothing() {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.provider.last().says("640x480").endsWith(Receipt.of(0, 0, "", ""));
    fixture.time.runAll();

    assertThat(end(key, 1).billed()).isEqualTo(Attempt.Billed.NO);
    assertThat(fixture.answer(key).model()).isEqualTo("gpt-4o-mini");
  }

  @ParameterizedTest
  @CsvSource({
    "OUT_OF_MONEY,   PROVIDER_MONEY",
    "BAD_KEY,        PROVIDER_KEY",
    "NO_SUCH_MODEL,  PROVIDER_MODEL",
    "REJECTED,       PROVIDER_REJECTED",
    "BAD_PICTURE,    PICTURE_REJECTED",
    "REFUSED,        ANSWER_REFUSED",
    "EMPTY,          ANSWER_EMPTY",
  })
  void whatWouldFailTheSameWayAgainEndsAtOnce(Failure failure, Code code) {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.provider.last().fails(failure, Billing.MAYBE);
    fixture.pass(Duration.ofMinutes(2));

    assertThat(fixture.failure(key).code()).isEqualTo(code);
    assertThat(fixture.failure(key).hint()).startsWith("gpt-4o-mini at openai ");
    assertThat(fixture.heard.lines().get(1)).isEqualTo("failure 0 " + code);
    assertThat(fixture.provider.asked()).isEqualTo(1);
    assertThat(end(key, 1).outcome()).isEqualTo(failure.name().toLowerCase(java.util.Locale.ROOT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNREACHABLE", "RATE_LIMITED", "OVERLOADED", "PROVIDER_ERROR"})
  void whatCannotHaveBeenBilledIsAskedAgainAfterAWait(Failure failure) {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.provider.last().fails(failure, Billing.NO);
    fixture.time.runAll();

    assertThat(fixture.heard.lines().get(1)).startsWith("RETRYING in 500 ms gpt-4o-mini at openai");
    assertThat(fixture.state(key)).isEqualTo(CaptureState.QUEUED);

    fixture.pass(Duration.ofMillis(499));
    assertThat(fixture.provider.asked()).isEqualTo(1);
    fixture.pass(Duration.ofMillis(1));
    assertThat(fixture.provider.asked()).isEqualTo(2);

    fixture.provider.last().says("Yes.").ends();
    fixture.time.runAll();
    assertThat(fixture.heard.lines()).endsWith("text 2@0 Yes.", "answer 2 Yes.");
  }

  @Test
  void itIsAskedSoOftenAndNoMore() {
    CaptureKey key = fixture.pressed("cam", 1);
    for (int attempt = 1; attempt <= RetryPolicy.MAX_ATTEMPTS; attempt++) {
      for (int step = 0; step < 60 && fixture.provider.asked() < attempt; step++) {
        fixture.pass(Duration.ofMillis(500));
      }
      assertThat(fixture.provider.asked()).isEqualTo(attempt);
      fixture.provider.last().fails(Failure.UNREACHABLE, Billing.NO);
      fixture.time.runAll();
    }

    assertThat(fixture.failure(key).code()).isEqualTo(Code.PROVIDER_UNREACHABLE);
    assertThat(fixture.provider.asked()).isEqualTo(RetryPolicy.MAX_ATTEMPTS);
    assertThat(fixture.store.endings()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TIMEOUT", "BROKEN", "PROVIDER_ERROR"})
  void whatMayHaveBeenBilledIsAskedAgainOnceAndEachIsMarked(Failure failure) {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.provider.last().fails(failure, Billing.MAYBE);
    fixture.pass(Duration.ofSeconds(1));
    assertThat(fixture.provider.asked()).isEqualTo(2);
    fixture.provider.last().fails(failure, Billing.MAYBE);
    fixture.pass(Duration.ofSeconds(30));

    assertThat(fixture.provider.asked()).isEqualTo(2);
    assertThat(fixture.failure(key).hint()).contains("each may have cost money");
    assertThat(fixture.store.get(key).attempts())
        .extracting(attempt -> end(key, attempt.ordinal()).billed())
        .containsExactly(Attempt.Billed.MAYBE, Attempt.Billed.MAYBE);
  }

  @Test
  void anAnswerThatBrokeOffStartsOverVisiblyOnce() {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.provider.last().says("A c").fails(Failure.BROKEN, Billing.YES);
    fixture.pass(Duration.ofSeconds(1));
    fixture.provider.last().says("A dog.").ends();
    fixture.time.runAll();

    assertThat(fixture.heard.lines())
        .containsSubsequence("text 1@0 A c", "text 2@0 A dog.", "answer 2 A dog.");
    assertThat(fixture.answer(key).text()).isEqualTo("A dog.");
  }

  @Test
  void waitsAsLongAsTheProviderAsks() {
    fixture.pressed("cam", 1);
    fixture.provider.last().fails(Failure.RATE_LIMITED, Billing.NO, Duration.ofSeconds(20));
    fixture.pass(Duration.ofMillis(19_999));
    assertThat(fixture.provider.asked()).isEqualTo(1);
    fixture.pass(Duration.ofMillis(1));
    assertThat(fixture.provider.asked()).isEqualTo(2);
  }

  @Test
  void aWaitBeyondTheDeadlineEndsTheCaptureAtOnce() {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.provider.last().fails(Failure.RATE_LIMITED, Billing.NO, Duration.ofMinutes(10));
    fixture.time.runAll();

    assertThat(fixture.failure(key).code()).isEqualTo(Code.PROVIDER_BUSY);
    assertThat(fixture.failure(key).hint()).contains("left alone for 10 min");
  }

  @Test
  void aProviderThatNeverEndsIsHungUpAndWhatItDoesLaterIsIgnored() {
    CaptureKey key = fixture.pressed("cam", 1);
    ScriptedProvider.Attempted attempt = fixture.provider.last().says("A c");
    fixture.pass(DispatchFixture.DEADLINE.plus(LiveAttempt.GRACE));

    assertThat(fixture.failure(key).code()).isEqualTo(Code.DEADLINE);
    assertThat(end(key, 1).billed()).isEqualTo(Attempt.Billed.YES);
    assertThat(attempt.hungUp()).isTrue();

    attempt.says("at.").ends();
    fixture.pass(Duration.ofSeconds(5));
    assertThat(fixture.heard.lines()).endsWith("failure 0 DEADLINE");
    assertThat(fixture.store.endings()).isEqualTo(1);
  }

  @Test
  void aCaptureWhoseTimeIsOverWhileItWaitsEndsWithoutBeingAsked() {
    DispatchFixture busy = new DispatchFixture();
    busy.settings = DispatchFixture.settings(1, 1);
    busy.start();
    busy.pressed("hanging", 1);
    CaptureKey waits = busy.pressed("cam", 1);
    assertThat(busy.heard.lines()).endsWith("QUEUED");

    busy.pass(DispatchFixture.DEADLINE.plusSeconds(2));

    assertThat(busy.failure(waits).code()).isEqualTo(Code.DEADLINE);
    assertThat(busy.provider.asked()).isEqualTo(1);
  }

  @Test
  void aDeviceThatGivesUpHangsUpAndItsAttemptIsMarked() {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.cancel(key);

    assertThat(fixture.provider.last().hungUp()).isTrue();
    assertThat(fixture.failure(key).code()).isEqualTo(Code.CANCELLED);
    assertThat(end(key, 1).outcome()).isEqualTo("cancelled");
    assertThat(end(key, 1).billed()).isEqualTo(Attempt.Billed.MAYBE);
    assertThat(fixture.heard.ended()).as("the session told it").isEmpty();
  }

  @Test
  void aCaptureThatIsGivenUpWhileItWaitsIsNotAskedAgain() {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.provider.last().fails(Failure.OVERLOADED, Billing.NO);
    fixture.time.runAll();
    fixture.cancel(key);
    fixture.pass(Duration.ofSeconds(30));

    assertThat(fixture.provider.asked()).isEqualTo(1);
  }

  /** Whatever comes first decides; the others change nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "answer deadline cancel",
        "answer cancel deadline",
        "deadline answer cancel",
        "deadline cancel answer",
        "cancel answer deadline",
        "cancel deadline answer",
        "answer answer answer",
        "fail answer cancel",
      })
  void aCaptureEndsExactlyOnceInWhateverOrderItsEndsCome(String order) {
    CaptureKey key = fixture.pressed("cam", 1);
    ScriptedProvider.Attempted attempt = fixture.provider.last().says("Yes.");
    for (String event : List.of(order.split(" ", -1))) {
      switch (event) {
        case "answer" -> attempt.ends();
        case "fail" -> attempt.fails(Failure.REFUSED, Billing.YES);
        case "deadline" -> fixture.pass(DispatchFixture.DEADLINE.plus(LiveAttempt.GRACE));
        case "cancel" -> {
          boolean unused = fixture.store.fail(key, fixture.time.now());
          fixture.dispatcher.cancelled(key);
        }
        default -> throw new AssertionError(event);
      }
    }
    fixture.pass(Duration.ofMinutes(2));

    assertThat(fixture.store.endings()).isEqualTo(1);
    assertThat(fixture.heard.ended()).hasSizeLessThanOrEqualTo(1);
    assertThat(fixture.store.get(key).attempts()).allMatch(each -> each.end() != null);
    assertThat(fixture.provider.asked()).isEqualTo(1);
  }

  private Attempt.End end(CaptureKey key, int ordinal) {
    Attempt.End end = fixture.store.get(key).attempts().get(ordinal - 1).end();
    if (end == null) {
      throw new AssertionError("attempt " + ordinal + " has no end");
    }
    return end;
  }
}
