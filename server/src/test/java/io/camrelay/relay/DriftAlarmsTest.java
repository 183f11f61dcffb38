package io.camrelay.relay;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.camrelay.capture.Attempt;
import io.camrelay.capture.Attempt.Billed;
import io.camrelay.capture.Beginning;
import io.camrelay.capture.CaptureKey;
import io.camrelay.protocol.CaptureId;
import io.camrelay.usage.Bill;
import io.camrelay.usage.CostBasis;
import io.camrelay.usage.Drift;
import io.camrelay.usage.DriftWatch;
import io.camrelay.usage.DriftWatch.Outcome;
import io.camrelay.usage.Expected;
import io.camrelay.usage.UsedTokens;
import io.camrelay.usage.WorstCase;
import io.camrelay.vision.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

class DriftAlarmsTest {

  private static final CaptureKey KEY = new CaptureKey("porch", new CaptureId(7, 1));
  private static final Instant START = Instant.parse("2026-12-01T00:00:00Z");

  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(DriftAlarms.class);
  private final DriftWatch watch = new DriftWatch(DriftWatch.USUAL_ERRORS);
  private final DriftAlarms alarms = new DriftAlarms(watch);
  private Instant now = START;

  @BeforeEach
  void listen() {
    logged.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(logged);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(logged);
    logger.setLevel(null);
  }

  @Test
  void tellsFewerTokensInOneLineAndTheirEndInAnother() {
    bills(60, 25_600);
    bills(400, 3_072);
    assertThat(alarms.on())
        .singleElement()
        .extracting(Drift.Alarm::measure, Drift.Alarm::attempts)
        .containsExactly(Drift.Measure.TOKENS, 400L);
    bills(21, 25_600);

    assertThat(lines())
        .containsExactly(
            "WARN model drifts provider=openai model=gpt-4o-mini what=tokens against=usual"
                + " usual=1.00 now=0.12 change=-88% since=2026-12-01T01:00:00Z attempts=11",
            "INFO model drifts no more provider=openai model=gpt-4o-mini what=tokens why=back"
                + " usual=1.00 now=1.00 since=2026-12-01T01:00:00Z attempts=411");
    assertThat(alarms.on()).isEmpty();
  }

  @Test
  void tellsAnOutageAndItsEnd() {
    for (int i = 0; i < 20; i++) {
      ends("unreachable", Bill.NOTHING);
    }
    assertThat(alarms.on()).hasSize(1);
    bills(100, 25_600);

    assertThat(lines()).hasSize(2);
    assertThat(lines().get(0))
        .startsWith(
            "WARN model drifts provider=openai model=gpt-4o-mini what=errors against=usual"
                + " usual=1.9% now=100.0% change=+5163% since=2026-12-01T00:00:00Z attempts=");
    assertThat(lines().get(1)).contains("what=errors why=back usual=1.9% now=0.0%");
  }

  @Test
  void anAlarmThatWasOnBeforeTheStartIsToldAgain() {
    bills(60, 25_600);
    bills(100, 3_072);
    logged.list.clear();

    DriftAlarms restarted = new DriftAlarms(watch);

    assertThat(restarted.on()).hasSize(1);
    assertThat(lines()).singleElement().asString().contains("change=-88%", "attempts=100");
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void onlyWhatTheProviderIsToBlameForCountsAsItsFailure(Failure failure) {
    boolean blamed =
        List.of(
                Failure.UNREACHABLE,
                Failure.OVERLOADED,
                Failure.PROVIDER_ERROR,
                Failure.TIMEOUT,
                Failure.BROKEN,
                Failure.EMPTY)
            .contains(failure);

    assertThat(DriftAlarms.outcome(failure.name().toLowerCase(Locale.ROOT)))
        .isEqualTo(blamed ? Outcome.FAILED : Outcome.ELSEWISE);
  }

  @ParameterizedTest
  @CsvSource({
    "answered, ANSWERED",
    "interrupted, ELSEWISE",
    "not_asked, ELSEWISE",
    "'', ELSEWISE",
    "TIMEOUT, ELSEWISE",
  })
  void whatIsNoFailureOfAProviderIsNone(String word, Outcome outcome) {
    assertThat(DriftAlarms.outcome(word)).isEqualTo(outcome);
  }

  private void bills(int times, long tokens) {
    for (int i = 0; i < times; i++) {
      ends(Attempt.End.ANSWERED, new Bill(UsedTokens.of(tokens, 30), null, CostBasis.UNKNOWN));
    }
  }

  private void ends(String outcome, Bill bill) {
    Beginning beginning =
        new Beginning(
            "openai",
            "gpt-4o-mini",
            "default",
            0,
            new Expected(25_501, 25_600),
            WorstCase.UNKNOWN,
            null,
            null,
            false);
    Attempt attempt = new Attempt(1, beginning, now, null);
    alarms.ended(KEY, attempt, new Attempt.End(now, outcome, Billed.YES, "", bill, ""));
    now = now.plusSeconds(60);
  }

  private List<String> lines() {
    return logged.list.stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }
}
