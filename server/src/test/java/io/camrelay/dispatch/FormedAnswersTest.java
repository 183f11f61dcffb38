package io.camrelay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.bounds.Quantities;
import io.camrelay.capture.Attempt;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Ending;
import io.camrelay.device.EffectiveProfile;
import io.camrelay.device.ProfileKey;
import io.camrelay.device.ProfileSettings;
import io.camrelay.device.ProfileSnapshot;
import io.camrelay.form.Judged;
import io.camrelay.protocol.AnswerStatus;
import io.camrelay.protocol.Code;
import io.camrelay.protocol.Urgency;
import io.camrelay.vision.Ask;
import io.camrelay.vision.AttemptResult.Billing;
import io.camrelay.vision.AttemptResult.Receipt;
import io.camrelay.vision.Failure;
import io.camrelay.vision.Manner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way of a capture whose answer must follow a schema, in controlled time. */
class FormedAnswersTest {

  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"open\":{\"type\":\"boolean\"}},\"required\":[\"open\"]}";

  private static final String PROSE = "The gate is open.";

  private final DispatchFixture fixture = fixture(SCHEMA);

  private static DispatchFixture fixture(String schema) {
    DispatchFixture fixture = new DispatchFixture();
    EffectiveProfile set = profile(schema);
    fixture.profiles = capture -> set;
    return fixture.start();
  }

  private static EffectiveProfile profile(String schema) {
    return ProfileSnapshot.EMPTY.of(
        "any",
        new ProfileSettings(
            Map.of(
                ProfileKey.CHAIN, "openai",
                ProfileKey.QUESTION, "Is it open?",
                ProfileKey.LANGUAGE, "German",
                ProfileKey.SCHEMA, schema,
                ProfileKey.GATE_DAMAGED, "off",
                ProfileKey.GATE_BLACK, "off",
                ProfileKey.GATE_WHITE, "off",
                ProfileKey.GATE_BLURRED, "off",
                ProfileKey.DEADLINE, Quantities.write(DispatchFixture.DEADLINE))));
  }

  @Test
  void anAnswerThatFitsIsToldWholeAndNotPieceByPiece() {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.provider.last().says("{ \"op").says("en\" : true }").ends();
    fixture.pass(PollTimer.MIN_GAP);

    assertThat(fixture.answer(key).text()).isEqualTo("{\"open\":true}");
    assertThat(fixture.answer(key).status()).isEqualTo(AnswerStatus.COMPLETE);
    assertThat(fixture.heard.lines())
        .containsExactly("ASKING gpt-4o-mini", "answer 1 {\"open\":true}");
    assertThat(outcomes(key)).containsExactly("answered YES");
  }

  @Test
  void oneThatDoesNotFitIsMendedByTheSameProviderWhoIsToldWhatIsWrong() {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.provider.last().says("{\"open\":\"yes\"}").ends();
    fixture.pass(PollTimer.MIN_GAP);

    Ask mend = fixture.provider.last().ask();
    assertThat(fixture.provider.asked()).isEqualTo(2);
    assertThat(mend.earlier())
        .containsExactly(new Ask.Turn("Is it open? (Answer in German.)", "{\"open\":\"yes\"}"));
    assertThat(mend.question())
        .contains("\n- $.open: string found, boolean expected\n")
        .contains("The schema: " + SCHEMA)
        .endsWith(" (Answer in German.)");
    assertThat(Objects.requireNonNull(mend.manner().schema()).json()).isEqualTo(SCHEMA);

    fixture.provider.last().says("{\"open\":true}").ends();
    fixture.pass(PollTimer.MIN_GAP);

    assertThat(fixture.answer(key).text()).isEqualTo("{\"open\":true}");
    assertThat(outcomes(key)).containsExactly("unfit YES", "answered YES");
    assertThat(end(key, 1).detail()).isEqualTo("$.open: string found, boolean expected");
    assertThat(end(key, 1).bill().tokens().prompt()).isEqualTo(1117);
    assertThat(fixture.heard.lines())
        .containsExactly(
            "ASKING gpt-4o-mini",
            "RETRYING gpt-4o-mini at openai did not answer in the form asked for",
            "ASKING gpt-4o-mini",
            "answer 2 {\"open\":true}");
  }

  @Test
  void oneThatDoesNotFitTwiceIsAFailureThatNamesTheFirstProblem() {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.provider.last().says(PROSE).ends();
    fixture.pass(PollTimer.MIN_GAP);
    fixture.provider.last().says("{}").ends();
    fixture.pass(Duration.ofSeconds(30));

    assertThat(fixture.provider.asked()).isEqualTo(2);
    assertThat(fixture.failure(key))
        .isEqualTo(
            new Ending.Failure(
                Code.ANSWER_UNFIT,
                "gpt-4o-mini at openai did not answer in the form asked for: $: required property"
                    + " 'open' not found. Try again."));
    assertThat(outcomes(key)).containsExactly("unfit YES", "unfit YES");
    assertThat(fixture.heard.lines()).noneMatch(line -> line.startsWith("text"));
  }

  @Test
  void afterAnAttemptThatMayHaveBeenBilledThereIsNoMoneyToMendWith() {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.provider.last().fails(Failure.TIMEOUT, Billing.MAYBE);
    fixture.pass(Duration.ofSeconds(1));
    fixture.provider.last().says(PROSE).ends();
    fixture.pass(Duration.ofSeconds(30));

    assertThat(fixture.provider.asked()).isEqualTo(2);
    assertThat(fixture.failure(key).code()).isEqualTo(Code.ANSWER_UNFIT);
    assertThat(fixture.failure(key).hint()).contains("$: it is no JSON");
    assertThat(outcomes(key)).containsExactly("timeout MAYBE", "unfit YES");
  }

  @Test
  void isMendedOnceEvenWhereNothingIsBilled() {
    CaptureKey key = fixture.pressed("cam", 1);
    for (int i = 0; i < 2; i++) {
      fixture.provider.last().says(PROSE).endsWith(Receipt.of(0, 0, "", ""));
      fixture.pass(PollTimer.MIN_GAP);
    }
    fixture.pass(Duration.ofSeconds(30));

    assertThat(fixture.provider.asked()).isEqualTo(2);
    assertThat(outcomes(key)).containsExactly("unfit NO", "unfit NO");
  }

  @Test
  void isNotMendedWithTooLittleTimeLeft() {
    CaptureKey key = fixture.pressed("cam", 1);
    Instant deadline = fixture.time.now().plus(DispatchFixture.DEADLINE);
    Instant last = deadline.minus(RetryPolicy.LEAST_TIME);
    List<Attempt> attempts = fixture.store.get(key).attempts();
    Judged.Unfit unfit = new Judged.Unfit(List.of("$: it is no JSON"));

    assertThat(FormedAnswers.after(attempts, Attempt.Billed.YES, unfit, false, last, deadline))
        .isEqualTo(new RetryPolicy.Decision.Again(last, Duration.ZERO));
    fixture.pass(Duration.between(fixture.time.now(), last.plusMillis(1)));
    fixture.provider.last().says(PROSE).ends();
    fixture.pass(PollTimer.MIN_GAP);

    assertThat(fixture.failure(key).code()).isEqualTo(Code.ANSWER_UNFIT);
    assertThat(fixture.provider.asked()).isEqualTo(1);
  }

  @Test
  void anAnswerCutBeforeItFitIsToldSoToTheModelAndToTheMaker() {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.provider.last().says("{\"open\":tr").endsCut();
    fixture.pass(PollTimer.MIN_GAP);
    assertThat(fixture.provider.last().ask().question()).contains("It was cut off");
    fixture.provider.last().says("{\"open\":true").endsCut();
    fixture.pass(PollTimer.MIN_GAP);

    assertThat(fixture.failure(key).hint())
        .startsWith("gpt-4o-mini at openai was cut off at the limit of its answer")
        .contains("Unexpected end")
        .endsWith("The operator can raise answer_tokens.");
    assertThat(end(key, 1).detail()).startsWith("cut off; $: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                     | {\"open\":true} and so | COMPLETE",
        "{}                     | \"open\"               | COMPLETE",
        "{\"type\":\"number\"}  | 12                     | ",
        "{\"type\":\"boolean\"} | true                   | ",
      })
  void anAnswerCutAfterItFitIsWholeWhereItHasAnEndOfItsOwn(
      String schema, String said, @Nullable AnswerStatus status) {
    DispatchFixture other = fixture(schema);
    CaptureKey key = other.pressed("cam", 1);
    other.provider.last().says(said).endsCut();
    other.pass(PollTimer.MIN_GAP);

    assertThat(
            other.store.get(key).ending() instanceof Ending.Answer answer ? answer.status() : null)
        .isEqualTo(status);
  }

  @Test
  void anAnswerBeyondWhatIsKeptIsJudgedAsCut() {
    CaptureKey key = fixture.pressed("cam", 1);
    String endless = "{\"open\":\"" + "x".repeat(DispatchSettings.MIN_ANSWER);
    fixture.provider.last().says(endless);
    fixture.pass(PollTimer.MIN_GAP);
    fixture.provider.last().says(endless);
    fixture.pass(PollTimer.MIN_GAP);

    assertThat(fixture.provider.attempts()).hasSize(2).allMatch(each -> each.hungUp());
    assertThat(fixture.failure(key).hint()).contains("was cut off at the limit");
  }

  /** The text to mend is gone with the process; what was paid for is not forgotten. */
  @Test
  void afterACrashTheFirstQuestionIsAskedOnceMoreAndForTheLastTime() {
    CaptureKey key = fixture.pressed("cam", 1);
    var unused = fixture.dispatcher.stop();
    fixture.provider.last().says(PROSE).ends();
    fixture.pass(PollTimer.MIN_GAP);
    fixture.crashAndStart();

    assertThat(end(key, 1).outcome()).isEqualTo(Attempt.End.UNFIT);
    assertThat(end(key, 1).billed()).isEqualTo(Attempt.Billed.YES);
    assertThat(fixture.provider.last().ask().earlier()).isEmpty();
    assertThat(fixture.provider.last().ask().question()).startsWith("Is it open?");
    fixture.provider.last().says(PROSE).ends();
    fixture.pass(Duration.ofSeconds(30));

    assertThat(fixture.provider.asked()).isEqualTo(1);
    assertThat(fixture.failure(key).code()).isEqualTo(Code.ANSWER_UNFIT);
  }

  @Test
  void aSchemaThatCannotBeUsedIsNotPaidFor() {
    DispatchFixture broken = fixture("{\"type\":\"bool\"}");
    CaptureKey key = broken.pressed("cam", 1);

    assertThat(broken.provider.asked()).isZero();
    assertThat(broken.failure(key).code()).isEqualTo(Code.ANSWER_UNFIT);
    assertThat(broken.failure(key).hint())
        .startsWith("Nothing was asked: the schema cannot be used");
  }

  @Test
  void aFollowUpIsMendedWithinItsConversation() {
    CaptureKey first = fixture.pressed("cam", 1);
    fixture.provider.last().says("{\"open\":true}").ends();
    fixture.pass(PollTimer.MIN_GAP);
    CaptureKey second = fixture.keep("cam", 2, "Sure?", Urgency.NORMAL, first);
    fixture.dispatcher.stored(second);
    fixture.pass(PollTimer.MIN_GAP);
    fixture.provider.last().says("Yes.").ends();
    fixture.pass(PollTimer.MIN_GAP);

    assertThat(fixture.provider.last().ask().earlier())
        .containsExactly(
            new Ask.Turn("Is it open?", "{\"open\":true}"),
            new Ask.Turn("Sure? (Answer in German.)", "Yes."));
  }

  @Test
  void aDeviceThatGivesUpMeanwhileIsNotAnswered() {
    CaptureKey key = fixture.pressed("cam", 1);
    fixture.provider.last().says(PROSE).ends();
    fixture.cancel(key);
    fixture.pass(Duration.ofSeconds(30));

    assertThat(fixture.failure(key).code()).isEqualTo(Code.CANCELLED);
    assertThat(fixture.store.endings()).isEqualTo(1);
    assertThat(fixture.provider.asked()).isEqualTo(1);
  }

  @Test
  void whatIsToBeMendedIsBoundedInNumberAndLength() {
    FormedAnswers answers = new FormedAnswers(Runnable::run);
    for (int i = 0; i <= FormedAnswers.MAX_REPAIRS; i++) {
      answers.keep(
          DispatchFixture.key("cam", i), new Repair(SCHEMA, "said", List.of("$: p"), false));
    }

    assertThat(answers.repair(DispatchFixture.key("cam", 0), SCHEMA)).isNull();
    assertThat(answers.repair(DispatchFixture.key("cam", 1), SCHEMA)).isNotNull();
    assertThat(answers.repair(DispatchFixture.key("cam", 1), "{}")).isNull();
    String longest = "s".repeat(Repair.MAX_SAID);
    assertThat(new Repair(SCHEMA, longest, List.of("$: p"), false).said()).isEqualTo(longest);
    assertThat(new Repair(SCHEMA, longest + "s", List.of("$: p"), false).said())
        .hasSize(Repair.MAX_SAID)
        .endsWith("s…");
  }

  @Test
  void forgetsWhatWasNotUsedForLongest() {
    LastUsed<String, Integer> map = new LastUsed<>(2);
    map.put("a", 1);
    map.put("b", 2);
    assertThat(map.get("a")).isEqualTo(1);
    map.put("c", 3);

    assertThat(map).containsOnlyKeys("a", "c");
  }

  private List<String> outcomes(CaptureKey key) {
    return fixture.store.get(key).attempts().stream()
        .map(attempt -> end(key, attempt.ordinal()))
        .map(end -> end.outcome() + " " + end.billed())
        .toList();
  }

  private Attempt.End end(CaptureKey key, int ordinal) {
    return Objects.requireNonNull(fixture.store.get(key).attempts().get(ordinal - 1).end());
  }

  @Test
  void theChainsNextProviderIsNotAskedToMendWhatAnotherSaid() {
    CaptureKey key = fixture.pressed("cam", 1);
    var unused = fixture.dispatcher.stop();
    fixture.provider.last().says(PROSE).ends();
    fixture.pass(PollTimer.MIN_GAP);
    List<Attempt> attempts = fixture.store.get(key).attempts();

    assertThat(Plan.candidates(List.of("openai", "local"), attempts, List.of()))
        .startsWith("openai");
    assertThat(Plan.candidates(List.of("local", "openai"), attempts, List.of()))
        .startsWith("openai");
    assertThat(Plan.candidates(List.of("local", "cloud"), attempts, List.of())).startsWith("local");
  }

  @Test
  void withoutASchemaNothingIsHeld() {
    DispatchFixture free = new DispatchFixture().start();
    CaptureKey key = free.pressed("cam", 1);
    free.provider.last().says("{ }").ends();
    free.pass(PollTimer.MIN_GAP);

    assertThat(free.answer(key).text()).isEqualTo("{ }");
    assertThat(free.heard.lines()).contains("text 1@0 { }");
    assertThat(free.provider.last().ask().manner()).isEqualTo(Manner.PROVIDERS_OWN);
  }
}
