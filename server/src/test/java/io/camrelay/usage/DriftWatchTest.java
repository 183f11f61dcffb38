package io.camrelay.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.camrelay.usage.Drift.Alarm;
import io.camrelay.usage.Drift.AllClear;
import io.camrelay.usage.Drift.Measure;
import io.camrelay.usage.Drift.Reference;
import io.camrelay.usage.DriftWatch.Outcome;
import io.camrelay.usage.DriftWatch.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriftWatchTest {

  private final Feed feed = new Feed(1);

  @Test
  void thePicturesOfTheSeedThatFallBy88PercentAreToldOnceWithSinceAndHowMuch() {
    feed.usual(100);
    Instant began = feed.now();
    int captures = 0;
    while (feed.told.isEmpty()) {
      feed.billed(25_501, 100, 2_833.0 / 25_501, 1);
      captures++;
    }
    for (int i = 0; i < 300; i++) {
      feed.billed(25_501, 100, 2_833.0 / 25_501, 1);
    }

    assertThat(captures).isEqualTo(TokenWatch.WINDOW / 2 + 1).isLessThan(50);
    Alarm alarm = (Alarm) feed.told.get(0);
    assertThat(feed.told).as("one alarm").hasSize(1);
    assertThat(alarm.upstream()).isEqualTo(Feed.MINI);
    assertThat(alarm.measure()).isEqualTo(Measure.TOKENS);
    assertThat(alarm.reference()).isEqualTo(Reference.USUAL);
    assertThat(alarm.since()).isEqualTo(began);
    assertThat(alarm.attempts()).isEqualTo(captures);
    assertThat(alarm.change()).isCloseTo(-0.88, within(0.01));
    assertThat(feed.watch.alarms()).hasSize(1);
    assertThat(feed.watch.alarms().get(0).attempts()).isEqualTo(captures + 300);
    assertThat(feed.watch.alarms().get(0).since()).isEqualTo(began);
  }

  @Test
  void whatIsWrongFromTheFirstCaptureIsToldByTheFormula() {
    int captures = 0;
    while (feed.told.isEmpty()) {
      feed.billed(25_501, 100, 2_833.0 / 25_501, 1);
      captures++;
    }

    assertThat(captures).isEqualTo(TokenWatch.WINDOW).isLessThan(50);
    Alarm alarm = (Alarm) feed.told.get(0);
    assertThat(alarm.reference()).isEqualTo(Reference.FORMULA);
    assertThat(alarm.usual()).isEqualTo(1);
    assertThat(alarm.change()).isCloseTo(-0.88, within(0.01));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.12, 0.8, 1.2, 3})
  void aChangeIsToldAndSoIsItsEnd(double picture) {
    feed.usual(60);
    for (int i = 0; i < 25; i++) {
      feed.billed(25_501, 100, picture, 1);
    }
    assertThat(feed.told).hasSize(1);

    feed.usual(TokenWatch.WINDOW);

    AllClear clear = (AllClear) feed.told.get(1);
    assertThat(feed.told).hasSize(2);
    assertThat(clear.since()).isEqualTo(feed.told.get(0).since());
    assertThat(clear.settled()).isFalse();
    assertThat(clear.now()).isCloseTo(1, within(0.01));
    assertThat(feed.watch.alarms()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.86, 1.14})
  void aChangeWithinTheBandIsNotTold(double picture) {
    feed.usual(60);
    for (int i = 0; i < 200; i++) {
      feed.billed(25_501, 0, picture, 1);
    }

    assertThat(feed.told).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.7, 0.95, 1.05, 1.4})
  void aFormulaThatIsAlwaysOffIsUsual(double picture) {
    for (int i = 0; i < 3_000; i++) {
      feed.billed(2_280, 100, picture, 1);
    }
    assertThat(feed.told).isEmpty();

    for (int i = 0; i < 20; i++) {
      feed.billed(2_280, 100, picture * 1.2, 1);
    }

    assertThat(feed.told).hasSize(1);
    assertThat(((Alarm) feed.told.get(0)).usual()).isCloseTo(picture, within(0.03));
  }

  @Test
  void aFormulaThatIsOffForOneFrameSizeIsUsualWhoeverSendsItMost() {
    for (int day = 0; day < 20; day++) {
      for (int i = 0; i < 50; i++) {
        feed.billed(414, 30, 1.3, 1);
      }
      for (int i = 0; i < 50; i++) {
        feed.billed(1_564, 30, 1, 1);
      }
    }

    assertThat(feed.told).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "1, 0.5", "2, 1", "0.5, 1"})
  void anotherLanguageIsNoDrift(double before, double after) {
    for (int i = 0; i < 100; i++) {
      feed.billed(765, 127, 1, before);
    }
    for (int i = 0; i < 500; i++) {
      feed.billed(765, 127, 1, after);
    }

    assertThat(feed.told).as("at the least share of the picture that is compared").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 4})
  void conversationsInWhicheverLanguageAreNoDrift(double text) {
    feed.usual(60);
    for (int turn = 0; turn < 3_000; turn++) {
      feed.billed(2_280, 400 + 40 * (turn % 100), 1, text);
    }

    assertThat(feed.told).isEmpty();
  }

  @Test
  void aPictureThatFallsIsFoundAlsoWhereTextIsHalf() {
    for (int i = 0; i < TokenWatch.WINDOW; i++) {
      feed.billed(765, 765, 0.12, 1);
    }

    assertThat(feed.told).hasSize(1);
    assertThat(((Alarm) feed.told.get(0)).reference()).isEqualTo(Reference.FORMULA);
  }

  @ParameterizedTest
  @CsvSource({"765, 766, 90", "0, 100, 900", "-1, -1, 900", "765, 100, -1", "765, 100, 0"})
  void whatCannotBeComparedIsNot(long picture, long text, long billed) {
    Expected expected = picture < 0 ? Expected.UNKNOWN : new Expected(picture, picture + text);
    for (int i = 0; i < 100; i++) {
      feed.hear(Feed.MINI, expected, billed, Outcome.ANSWERED);
    }

    assertThat(feed.told).isEmpty();
    assertThat(standing().tokens()).isEmpty();
    assertThat(standing().attempts()).isEqualTo(100);
  }

  @Test
  void anotherLevelThatStaysBecomesUsual() {
    feed.usual(60);
    for (int i = 0; i < TokenWatch.NEW_USUAL + 11; i++) {
      feed.billed(25_501, 100, 0.75, 1);
    }
    AllClear clear = (AllClear) feed.told.get(1);
    assertThat(clear.settled()).isTrue();
    assertThat(clear.usual()).isCloseTo(0.75, within(0.01));
    for (int i = 0; i < 100; i++) {
      feed.billed(25_501, 100, 0.75, 1);
    }
    assertThat(feed.told).hasSize(2);

    feed.usual(TokenWatch.WINDOW);

    assertThat(((Alarm) feed.told.get(2)).usual()).isCloseTo(0.75, within(0.01));
  }

  @Test
  void aFormulaThatIsFarOffStaysAnAlarmUntilTheOperatorMendsIt() {
    for (int i = 0; i < 3 * TokenWatch.NEW_USUAL; i++) {
      feed.billed(2_280, 100, 0.5, 1);
    }
    assertThat(feed.told).hasSize(1);

    for (int i = 0; i < TokenWatch.WINDOW; i++) {
      feed.billed(1_140, 100, 1, 1);
    }

    assertThat(feed.told.get(1).kind()).isEqualTo(Drift.Kind.ALL_CLEAR);
    assertThat(feed.watch.alarms()).isEmpty();
  }

  @Test
  void anOutageIsToldAfterSomeAttemptsAndItsEndToo() {
    for (int i = 0; i < 500; i++) {
      feed.fails(0);
    }
    Instant began = feed.now();
    int attempts = 0;
    while (feed.told.isEmpty()) {
      feed.fails(1);
      attempts++;
    }
    Alarm alarm = (Alarm) feed.told.get(0);
    assertThat(attempts).isLessThan(20);
    assertThat(alarm.measure()).isEqualTo(Measure.ERRORS);
    assertThat(alarm.since()).isEqualTo(began);
    assertThat(alarm.now()).isEqualTo(1);
    assertThat(alarm.attempts()).isEqualTo(attempts);
    for (int i = 0; i < 100; i++) {
      feed.fails(1);
    }
    assertThat(feed.told).as("one alarm").hasSize(1);

    int answered = 0;
    while (feed.told.size() == 1) {
      feed.fails(0);
      answered++;
    }

    assertThat(answered).isBetween(30, 100);
    assertThat(((AllClear) feed.told.get(1)).settled()).isFalse();
    assertThat(((AllClear) feed.told.get(1)).now()).isZero();
  }

  @Test
  void anAnswerNowAndThenEndsNoOutage() {
    for (int i = 0; i < ErrorWatch.SETTLED; i++) {
      feed.fails(0.3);
    }

    assertThat(feed.told).hasSize(1);
  }

  @Test
  void whatAlwaysFailsOftenBecomesUsualAndWhatIsBetterThenTakesItsPlace() {
    for (int i = 0; i < 50_000; i++) {
      feed.fails(0.10);
    }
    assertThat(feed.told).hasSize(2);
    assertThat(((AllClear) feed.told.get(1)).settled()).isTrue();
    assertThat(standing().usualErrors()).isBetween(0.09, 0.12);

    for (int i = 0; i < 2 * ErrorWatch.SETTLED; i++) {
      feed.fails(0.001);
    }

    assertThat(feed.told).hasSize(2);
    assertThat(standing().usualErrors()).isEqualTo(DriftWatch.USUAL_ERRORS);
  }

  @Test
  void noRateAboveTheMostBecomesUsual() {
    for (int i = 0; i < 2 * ErrorWatch.SETTLED; i++) {
      feed.fails(1);
    }

    assertThat(standing().usualErrors()).isEqualTo(ErrorWatch.MOST_USUAL);
    assertThat(feed.watch.alarms()).as("and so it stays an alarm").hasSize(1);
  }

  @Test
  void whatIsNotTheProvidersFaultCountsForNothing() {
    for (int i = 0; i < 1_000; i++) {
      feed.hear(Feed.MINI, Expected.UNKNOWN, -1, Outcome.ELSEWISE);
    }

    assertThat(feed.told).isEmpty();
    assertThat(standing().failed()).isZero();
  }

  @Test
  void eachModelOfEachProviderIsWatchedForItself() {
    Upstream azure = new Upstream("azure", "gpt-4o-mini");
    for (int i = 0; i < 100; i++) {
      feed.hear(azure, Expected.UNKNOWN, -1, Outcome.FAILED);
      feed.fails(0);
    }

    assertThat(feed.watch.alarms()).extracting(Alarm::upstream).containsExactly(azure);
  }

  @Test
  void theModelNotAskedForLongestIsForgotten() {
    for (int i = 0; i < DriftWatch.MOST; i++) {
      feed.hear(new Upstream("p", "m" + i), Expected.UNKNOWN, -1, Outcome.ANSWERED);
    }
    feed.hear(new Upstream("p", "m0"), Expected.UNKNOWN, -1, Outcome.ANSWERED);
    assertThat(feed.watch.standings()).hasSize(DriftWatch.MOST);
    feed.hear(new Upstream("p", "more"), Expected.UNKNOWN, -1, Outcome.ANSWERED);

    assertThat(feed.watch.standings())
        .hasSize(DriftWatch.MOST)
        .extracting(standing -> standing.upstream().model())
        .contains("m0", "more")
        .doesNotContain("m1");
  }

  @Test
  void theSizeNotSeenForLongestIsForgotten() {
    feed.usual(TokenWatch.SETTLE);
    for (int size = 0; size < TokenWatch.SIZES; size++) {
      feed.billed(1_000 + size, 0, 1, 1);
    }
    for (int i = 0; i < 200; i++) {
      feed.billed(25_501, 100, 0.75, 1);
    }

    assertThat(feed.told).as("0.75 is what it settles at when it comes back").isEmpty();
    assertThat(standing().tokens().map(now -> Math.round(now * 100))).isEqualTo(Optional.of(75L));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 0.51, Double.NaN})
  void refusesARateThatCannotBeUsual(double rate) {
    assertThatThrownBy(() -> new DriftWatch(rate)).isInstanceOf(IllegalArgumentException.class);
  }

  private Standing standing() {
    List<Standing> all = feed.watch.standings();
    return Objects.requireNonNull(all.get(all.size() - 1));
  }
}
