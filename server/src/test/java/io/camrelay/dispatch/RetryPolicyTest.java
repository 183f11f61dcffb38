package io.camrelay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.Beginning;
import io.camrelay.capture.Ending;
import io.camrelay.protocol.Code;
import io.camrelay.usage.Bill;
import io.camrelay.vision.AttemptResult;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Receipt;
import io.camrelay.vision.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {

  private static final List<String> ALONE = List.of("openai");
  private static final List<String> CHAIN = List.of("openai", "local");

  private static final Beginning ASKED = Beginning.of("openai", "gpt-4o-mini");

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** What follows from one failure, with a minute left. */
  @ParameterizedTest(name = "{0}, billed {1}, after {2}: {3}")
  @CsvSource({
    // It cannot have been billed: again, for as long as there are attempts.
    "UNREACHABLE,     NO,    '',                      again",
    "RATE_LIMITED,    NO,    '',                      again",
    "OVERLOADED,      NO,    '',                      again",
    "PROVIDER_ERROR,  NO,    '',                      again",
    "UNREACHABLE,     NO,    'NO NO NO NO NO NO',     again",
    "UNREACHABLE,     NO,    'NO NO NO NO NO NO NO',  PROVIDER_UNREACHABLE",
    "OVERLOADED,      NO,    'NO NO NO NO NO NO NO',  PROVIDER_BUSY",
    "UNREACHABLE,     NO,    'MAYBE',                 again",
    // It may have been: once more.
    "TIMEOUT,         MAYBE, '',                      again",
    "TIMEOUT,         MAYBE, 'NO NO',                 again",
    "TIMEOUT,         MAYBE, 'MAYBE',                 DEADLINE",
    "BROKEN,          MAYBE, '',                      again",
    "BROKEN,          MAYBE, 'YES',                   ANSWER_BROKEN",
    "PROVIDER_ERROR,  MAYBE, '',                      again",
    "PROVIDER_ERROR,  MAYBE, 'NO MAYBE NO',           PROVIDER_ERROR",
    "OVERLOADED,      MAYBE, '',                      again",
    "OVERLOADED,      MAYBE, 'MAYBE',                 PROVIDER_BUSY",
    "CANCELLED,       MAYBE, '',                      again",
    "CANCELLED,       MAYBE, 'MAYBE',                 INTERNAL",
    // Words had come: once more, as a new generation.
    "BROKEN,          YES,   '',                      again",
    "BROKEN,          YES,   'MAYBE',                 ANSWER_BROKEN",
    "TIMEOUT,         YES,   '',                      again",
    // The same request would fail the same way.
    "OUT_OF_MONEY,    NO,    '',                      PROVIDER_MONEY",
    "BAD_KEY,         NO,    '',                      PROVIDER_KEY",
    "NO_SUCH_MODEL,   NO,    '',                      PROVIDER_MODEL",
    "REJECTED,        NO,    '',                      PROVIDER_REJECTED",
    "BAD_PICTURE,     NO,    '',                      PICTURE_REJECTED",
    "BAD_PICTURE,     MAYBE, '',                      PICTURE_REJECTED",
    "REFUSED,         YES,   '',                      ANSWER_REFUSED",
    "EMPTY,           YES,   '',                      ANSWER_EMPTY",
  })
  void decidesByWhetherItCanHaveBeenBilled(
      Failure failure, Billing billing, String earlier, String expected) {
    RetryPolicy.Decision decision =
        after(attempts(earlier), failed(failure, billing, null), ALONE, NOW.plusSeconds(60));

    assertThat(word(decision)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "OVERLOADED,   NO,     PROVIDER_BUSY",
    "RATE_LIMITED, NO,     PROVIDER_BUSY",
    "RATE_LIMITED, UNSAID, again",
    "REJECTED,     YES,    again",
    "REJECTED,     UNSAID, PROVIDER_REJECTED",
    "OUT_OF_MONEY, YES,    PROVIDER_MONEY",
    "BAD_KEY,      YES,    PROVIDER_KEY",
  })
  void believesTheProviderAboutAskingAgainButNotWithoutMoneyOrKey(
      Failure failure, AttemptResult.Again again, String expected) {
    AttemptResult.Failed failed =
        new AttemptResult.Failed(failure, Billing.NO, null, again, "", Receipt.NONE);

    assertThat(word(after(attempts(""), failed, ALONE, NOW.plusSeconds(60)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    // made, random, milliseconds
    "1, 0.0,   500",
    "2, 0.0,  1000",
    "3, 0.0,  2000",
    "4, 0.0,  4000",
    "5, 0.0,  8000",
    "6, 0.0,  8000",
    "99, 0.0, 8000",
    "1, 1.0,   375",
    "5, 1.0,  6000",
    "5, 0.5,  7000",
  })
  void doublesTheWaitUpToEightSecondsAndLetsChanceTakeAQuarterOff(
      int made, double random, long millis) {
    assertThat(RetryPolicy.backoff(made, random)).hasMillis(millis);
  }

  @Test
  void waitsAsLongAsTheProviderAsksAndNotLess() {
    assertThat(decide(Duration.ofSeconds(20), Duration.ofSeconds(60)))
        .isEqualTo(new RetryPolicy.Decision.Again(NOW.plusSeconds(20), Duration.ofSeconds(20)));
  }

  @Test
  void waitsItsOwnTimeWhereTheProviderAsksForLess() {
    assertThat(decide(Duration.ofMillis(10), Duration.ofSeconds(60)))
        .isEqualTo(new RetryPolicy.Decision.Again(NOW.plusMillis(500), Duration.ofMillis(500)));
  }

  @Test
  void asksAgainWhereTheWaitLeavesJustEnoughTime() {
    assertThat(decide(Duration.ofSeconds(58), Duration.ofSeconds(60)))
        .isInstanceOf(RetryPolicy.Decision.Again.class);
  }

  @Test
  void endsAtOnceWhereTheProviderAsksForMoreTimeThanIsLeftAndNamesTheWait() {
    Ending.Failure failure = end(decide(Duration.ofSeconds(59), Duration.ofSeconds(60)));

    assertThat(failure.code()).isEqualTo(Code.PROVIDER_BUSY);
    assertThat(failure.hint())
        .isEqualTo(
            "gpt-4o-mini at openai asks to be left alone for 59 s, and this photo has 60 s left."
                + " Press again after that.");
  }

  @Test
  void endsWithTheFailureItselfWhereNoTimeIsLeftForTheUsualWait() {
    Ending.Failure failure =
        end(
            after(
                attempts(""),
                failed(Failure.UNREACHABLE, Billing.NO, null),
                ALONE,
                NOW.plusMillis(2_499)));

    assertThat(failure.code()).isEqualTo(Code.PROVIDER_UNREACHABLE);
    assertThat(failure.hint()).contains("No time is left to ask again.");
  }

  @Test
  void saysHowOftenWasPaidForNothing() {
    Ending.Failure failure =
        end(
            after(
                attempts("MAYBE"),
                failed(Failure.TIMEOUT, Billing.MAYBE, null),
                ALONE,
                NOW.plusSeconds(60)));

    assertThat(failure.hint()).contains("asked 2 times, and each may have cost money");
  }

  @Test
  void letsAFreshCaptureBeAsked() {
    assertThat(RetryPolicy.before(List.of(), NOW, NOW.plus(RetryPolicy.LEAST_TIME), PATIENCE))
        .isEmpty();
  }

  @Test
  void doesNotAskWithTooLittleTimeLeft() {
    Instant deadline = NOW.plus(RetryPolicy.LEAST_TIME).minusMillis(1);

    assertThat(RetryPolicy.before(List.of(), NOW, deadline, PATIENCE))
        .hasValueSatisfying(
            failure -> {
              assertThat(failure.code()).isEqualTo(Code.DEADLINE);
              assertThat(failure.hint()).contains("did not get to this photo within 2 min");
            });
  }

  @Test
  void namesWhoGaveNoAnswerWhereTheDeadlinePassesBetweenAttempts() {
    assertThat(RetryPolicy.before(ended("NO NO"), NOW, NOW, PATIENCE))
        .hasValueSatisfying(
            failure ->
                assertThat(failure.hint())
                    .startsWith(
                        "gpt-4o-mini at openai gave no answer within 2 min, asked 2 times"));
  }

  @Test
  void asksOnceMoreAfterACrashAndNotAfterASecondOne() {
    Instant deadline = NOW.plusSeconds(60);

    assertThat(RetryPolicy.before(ended("NO MAYBE"), NOW, deadline, PATIENCE)).isEmpty();
    assertThat(RetryPolicy.before(ended("MAYBE NO MAYBE"), NOW, deadline, PATIENCE))
        .hasValueSatisfying(failure -> assertThat(failure.code()).isEqualTo(Code.INTERNAL));
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void everyFailureEndsInACodeThatMayBeToldAndAHintThatFits(Failure failure) {
    Attempt attempt = new Attempt(1, Beginning.of("p".repeat(600), "mödel".repeat(100)), NOW, null);

    Ending.Failure end = Explanation.of(failure).end(attempt, "It was asked 8 times.").failure();

    assertThat(end.code().mayRideOn(io.camrelay.protocol.MessageType.FAILED)).isTrue();
    assertThat(end.hint().getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .hasSizeLessThanOrEqualTo(io.camrelay.protocol.Limits.MAX_TEXT);
  }

  @ParameterizedTest
  @CsvSource({
    "UNREACHABLE,  NO,    true",
    "RATE_LIMITED, NO,    true",
    "OUT_OF_MONEY, NO,    true",
    "BAD_KEY,      NO,    true",
    "REJECTED,     NO,    true",
    "TIMEOUT,      MAYBE, true",
    "EMPTY,        YES,   true",
    "BAD_PICTURE,  NO,    false",
    "REFUSED,      YES,   false",
    "CANCELLED,    MAYBE, false",
  })
  void theChainsNextIsAskedAtOnceWhereItNeedNotFailToo(
      Failure failure, Billing billing, boolean passedOn) {
    RetryPolicy.Decision decision =
        after(attempts(""), failed(failure, billing, null), CHAIN, NOW.plusSeconds(60));

    assertThat(decision.equals(new RetryPolicy.Decision.Again(NOW, Duration.ZERO)))
        .isEqualTo(passedOn);
  }

  @Test
  void aChainIsNotPaidForMoreOftenThanOneProvider() {
    AttemptResult.Failed slow = failed(Failure.TIMEOUT, Billing.MAYBE, null);
    Instant tooSoon = NOW.plus(RetryPolicy.LEAST_TIME).minusMillis(1);

    assertThat(word(after(attempts("MAYBE"), slow, CHAIN, NOW.plusSeconds(60))))
        .isEqualTo("DEADLINE");
    assertThat(end(after(attempts(""), slow, CHAIN, tooSoon)).hint())
        .contains("No time is left to ask again.");
  }

  @Test
  void whatAProviderAsksForDoesNotDelayAnotherThatWasAskedBefore() {
    List<Attempt> attempts = new ArrayList<>();
    attempts.add(ended(1, "local", "unreachable"));
    attempts.add(new Attempt(2, ASKED, NOW, null));
    AttemptResult.Failed busy = failed(Failure.RATE_LIMITED, Billing.NO, Duration.ofMinutes(5));

    assertThat(after(attempts, busy, CHAIN, NOW.plusSeconds(60)))
        .isEqualTo(new RetryPolicy.Decision.Again(NOW.plusSeconds(1), Duration.ofSeconds(1)));
    assertThat(word(after(attempts, busy, List.of("openai"), NOW.plusSeconds(60))))
        .isEqualTo("PROVIDER_BUSY");
  }

  @Test
  void whoHasFailedForGoodIsNobodyToFallBackOn() {
    List<Attempt> attempts = new ArrayList<>();
    attempts.add(ended(1, "local", "bad_key"));
    attempts.add(new Attempt(2, ASKED, NOW, null));

    assertThat(
            word(
                after(
                    attempts,
                    failed(Failure.OUT_OF_MONEY, Billing.NO, null),
                    CHAIN,
                    NOW.plusSeconds(60))))
        .isEqualTo("PROVIDER_MONEY");
  }

  private static Attempt ended(int ordinal, String provider, String outcome) {
    return new Attempt(
        ordinal,
        Beginning.of(provider, "any"),
        NOW,
        new Attempt.End(NOW, outcome, Attempt.Billed.NO, "", Bill.NOTHING, ""));
  }

  private static RetryPolicy.Decision after(
      List<Attempt> attempts, AttemptResult.Failed failed, List<String> chain, Instant deadline) {
    return RetryPolicy.after(attempts, failed, chain, NOW, deadline, 0);
  }

  private static RetryPolicy.Decision decide(Duration retryAfter, Duration left) {
    return after(
        attempts(""), failed(Failure.RATE_LIMITED, Billing.NO, retryAfter), ALONE, NOW.plus(left));
  }

  private static AttemptResult.Failed failed(
      Failure failure, Billing billing, @Nullable Duration retryAfter) {
    return new AttemptResult.Failed(failure, billing, retryAfter, "", Receipt.NONE);
  }

  /** Earlier attempts by whether they can have been billed, and the one that failed just now. */
  private static List<Attempt> attempts(String earlier) {
    List<Attempt> attempts = ended(earlier);
    attempts.add(new Attempt(attempts.size() + 1, ASKED, NOW, null));
    return attempts;
  }

  private static List<Attempt> ended(String billed) {
    List<Attempt> attempts = new ArrayList<>();
    for (String word : billed.isEmpty() ? List.<String>of() : List.of(billed.split(" ", -1))) {
      Attempt.End end =
          new Attempt.End(NOW, "any", Attempt.Billed.valueOf(word), "", Bill.NOTHING, "");
      attempts.add(new Attempt(attempts.size() + 1, ASKED, NOW, end));
    }
    return attempts;
  }

  private static Ending.Failure end(RetryPolicy.Decision decision) {
    return ((RetryPolicy.Decision.End) decision).failure();
  }

  private static String word(RetryPolicy.Decision decision) {
    return decision instanceof RetryPolicy.Decision.End end ? end.failure().code().name() : "again";
  }

  @Test
  void itIsTooLateFromTheFirstMomentAtWhichNoAttemptIsInTime() {
    Instant deadline = Instant.ofEpochSecond(1_000);
    Instant late = RetryPolicy.tooLateFrom(deadline);

    assertThat(RetryPolicy.isInTime(late, deadline)).isFalse();
    assertThat(RetryPolicy.isInTime(late.minusNanos(1), deadline)).isTrue();
  }
}
