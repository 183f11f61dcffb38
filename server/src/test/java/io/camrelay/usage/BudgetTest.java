package io.camrelay.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {

  private static final BudgetKey ALL =
      new BudgetKey(BudgetScope.ALL, "", BudgetPeriod.DAY, BudgetUnit.MONEY);

  @ParameterizedTest
  @CsvSource({
    "DAY,   2026-11-23T12:00:00Z, Europe/Berlin, 2026-11-22T23:00:00Z, 2026-11-23T23:00:00Z",
    "DAY,   2026-11-23T23:00:00Z, Europe/Berlin, 2026-11-23T23:00:00Z, 2026-11-24T23:00:00Z",
    "DAY,   2026-11-23T22:59:59.999Z, Europe/Berlin, 2026-11-22T23:00:00Z, 2026-11-23T23:00:00Z",
    "MONTH, 2026-11-23T12:00:00Z, Europe/Berlin, 2026-10-31T23:00:00Z, 2026-11-30T23:00:00Z",
    "MONTH, 2026-12-31T23:30:00Z, Europe/Berlin, 2026-12-31T23:00:00Z, 2027-01-31T23:00:00Z",
    "MONTH, 2028-02-10T00:00:00Z, UTC, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
    // Chile's summer time begins at midnight: that day begins at 1:00.
    "DAY,   2026-09-06T12:00:00Z, America/Santiago, 2026-09-06T04:00:00Z, 2026-09-07T03:00:00Z",
  })
  void periodsFollowTheOperatorsCalendar(
      BudgetPeriod period, Instant moment, ZoneId zone, Instant start, Instant end) {
    assertThat(period.start(moment, zone)).isEqualTo(start);
    assertThat(period.end(moment, zone)).isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource({"2026-03-29T12:00:00Z, 23", "2026-10-25T12:00:00Z, 25", "2026-11-23T12:00:00Z, 24"})
  void aDayLastsAsLongAsTheClocksSay(Instant moment, int hours) {
    ZoneId berlin = ZoneId.of("Europe/Berlin");

    assertThat(
            Duration.between(
                BudgetPeriod.DAY.start(moment, berlin), BudgetPeriod.DAY.end(moment, berlin)))
        .hasHours(hours);
  }

  @Test
  void hasBounds() {
    assertThat(new Budget(ALL, 1, 0, 0).limit()).isEqualTo(1);
    assertThat(new Budget(ALL, Budget.MAX_LIMIT, 100, 100).limit()).isEqualTo(Budget.MAX_LIMIT);
    assertThatIllegalArgumentException().isThrownBy(() -> new Budget(ALL, 0, 0, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Budget(ALL, Budget.MAX_LIMIT + 1, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Budget(ALL, 1, 101, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Budget(ALL, 1, -1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Budget(ALL, 1, 0, 101));
  }

  @Test
  void thresholdsAreRoundedUpAndNeverOverflow() {
    assertThat(new Budget(ALL, 101, 80, 0).threshold(80)).isEqualTo(81);
    assertThat(new Budget(ALL, 100, 80, 0).threshold(80)).isEqualTo(80);
    assertThat(new Budget(ALL, Budget.MAX_LIMIT, 80, 0).threshold(100)).isEqualTo(Budget.MAX_LIMIT);
  }

  @Test
  void onlyTheBudgetOfAllHasNoName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BudgetKey(BudgetScope.ALL, "x", BudgetPeriod.DAY, BudgetUnit.MONEY));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new BudgetKey(BudgetScope.DEVICE, "", BudgetPeriod.DAY, BudgetUnit.MONEY));
  }

  @Test
  void isNamedAsSentencesNameIt() {
    assertThat(ALL).hasToString("the day's budget of all devices together");
    assertThat(new BudgetKey(BudgetScope.DEVICE, "gate", BudgetPeriod.MONTH, BudgetUnit.TOKENS))
        .hasToString("the month's budget of the device gate");
    assertThat(new Budget(ALL, 250_000_000, 0, 0).amount(250_000_000)).isEqualTo("$0.250");
  }

  @Test
  void aBillCountsWhatWasBilledElseTheWorst() {
    WorstCase worst = new WorstCase(1_000, new Money(10));
    Bill billed = new Bill(new UsedTokens(700, 600, 0, 46, 12), new Money(3), CostBasis.CATALOGUE);
    Bill silent = new Bill(UsedTokens.UNKNOWN, new Money(4), CostBasis.PROVIDER);

    assertThat(billed.countedTokens(worst)).isEqualTo(746);
    assertThat(billed.countedNanos()).isEqualTo(3);
    assertThat(silent.countedTokens(worst)).isEqualTo(1_000);
    assertThat(Bill.worst(worst).countedTokens(worst)).isEqualTo(1_000);
    assertThat(Bill.worst(worst).countedNanos()).isEqualTo(10);
    assertThat(Bill.worst(WorstCase.UNKNOWN).countedTokens(WorstCase.UNKNOWN)).isZero();
    assertThat(Bill.worst(WorstCase.UNKNOWN).countedNanos()).isZero();
    assertThat(Bill.NOTHING.countedTokens(worst)).isZero();
  }
}
