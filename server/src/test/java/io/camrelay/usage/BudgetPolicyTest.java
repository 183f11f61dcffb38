package io.camrelay.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.usage.BudgetVerdict.Admitted;
import io.camrelay.usage.BudgetVerdict.Refused;
import io.camrelay.usage.BudgetVerdict.Why;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetPolicyTest {

  private static final Instant MIDNIGHT = Instant.parse("2026-11-24T00:00:00Z");
  private static final WorstCase WORST = new WorstCase(1_000, new Money(10));

  private static BudgetState state(BudgetUnit unit, long limit, long spent, long reserved) {
    return state(unit, limit, spent, reserved, 80, 90, MIDNIGHT);
  }

  private static BudgetState state(
      BudgetUnit unit, long limit, long spent, long reserved, int warn, int cheaper, Instant at) {
    BudgetKey key = new BudgetKey(BudgetScope.ALL, "", BudgetPeriod.DAY, unit);
    return new BudgetState(new Budget(key, limit, warn, cheaper), spent, reserved, at);
  }

  @ParameterizedTest
  @CsvSource({
    "MONEY,  10, 0, 0, true",
    "MONEY,   9, 0, 0, false",
    "MONEY, 100, 45, 45, true",
    "MONEY, 100, 45, 46, false",
    "MONEY, 100, 130, 0, false",
    "TOKENS, 1000, 0, 0, true",
    "TOKENS,  999, 0, 0, false",
    "TOKENS, 2000, 600, 400, true",
    "TOKENS, 2000, 600, 401, false",
    "MONEY, 1000000000000000000, 999999999999999990, 0, true",
    "MONEY, 1000000000000000000, 9000000000000000000, 0, false",
  })
  void admitsWhatStaysWithinTheLimitAtItsWorst(
      BudgetUnit unit, long limit, long spent, long reserved, boolean admitted) {
    BudgetVerdict verdict = BudgetPolicy.admit(List.of(state(unit, limit, spent, reserved)), WORST);

    assertThat(verdict instanceof Admitted).isEqualTo(admitted);
    if (verdict instanceof Refused refused) {
      assertThat(refused.why()).isEqualTo(Why.OVER);
    }
  }

  @Test
  void everythingIsAdmittedWhereThereIsNoBudget() {
    assertThat(BudgetPolicy.admit(List.of(), WorstCase.UNKNOWN))
        .isEqualTo(new Admitted(List.of(), false));
  }

  @Test
  void whatNobodyKnowsIsRefusedByTheBudgetThatCountsIt() {
    BudgetState money = state(BudgetUnit.MONEY, 100, 0, 0);
    BudgetState tokens = state(BudgetUnit.TOKENS, 5_000, 0, 0);
    WorstCase unpriced = new WorstCase(1_000, null);

    assertThat(BudgetPolicy.admit(List.of(tokens, money), unpriced))
        .isEqualTo(new Refused(money, Why.NO_PRICE));
    assertThat(BudgetPolicy.admit(List.of(tokens), unpriced)).isInstanceOf(Admitted.class);
    assertThat(BudgetPolicy.admit(List.of(tokens), WorstCase.UNKNOWN))
        .isEqualTo(new Refused(tokens, Why.NO_TOKENS));
    assertThat(BudgetPolicy.admit(List.of(money), WorstCase.NOTHING)).isInstanceOf(Admitted.class);
  }

  @Test
  void theRefusalThatLastsLongestIsTold() {
    BudgetState day = state(BudgetUnit.MONEY, 5, 0, 0, 0, 0, MIDNIGHT);
    BudgetState month = state(BudgetUnit.MONEY, 6, 0, 0, 0, 0, MIDNIGHT.plusSeconds(9));
    BudgetState tokens = state(BudgetUnit.TOKENS, 5_000, 0, 0);
    WorstCase uncounted = new WorstCase(-1, new Money(10));

    assertThat(((Refused) BudgetPolicy.admit(List.of(day, month), WORST)).whose()).isEqualTo(month);
    assertThat(((Refused) BudgetPolicy.admit(List.of(month, day), WORST)).whose()).isEqualTo(month);
    assertThat(BudgetPolicy.admit(List.of(month, tokens, day), uncounted))
        .as("no renewal mends what nobody can tell")
        .isEqualTo(new Refused(tokens, Why.NO_TOKENS));
  }

  @ParameterizedTest
  @CsvSource({
    "100, 69, false, false",
    "100, 70, true, false",
    "100, 79, true, false",
    "100, 80, true, true",
    // 80 % of 101 are 80.8: reached at 81, not at 80
    "101, 70, false, false",
    "101, 71, true, false",
  })
  void aThresholdIsReachedAtItsAmountRoundedUp(
      long limit, long taken, boolean warned, boolean cheaper) {
    Admitted admitted =
        (Admitted) BudgetPolicy.admit(List.of(state(BudgetUnit.MONEY, limit, taken, 0)), WORST);

    assertThat(!admitted.warned().isEmpty()).isEqualTo(warned);
    assertThat(admitted.cheaper()).isEqualTo(cheaper);
  }

  @Test
  void zeroPercentIsNever() {
    BudgetState full = state(BudgetUnit.MONEY, 100, 90, 0, 0, 0, MIDNIGHT);

    assertThat(BudgetPolicy.admit(List.of(full), WORST)).isEqualTo(new Admitted(List.of(), false));
    assertThat(BudgetPolicy.cheaper(List.of(full))).isFalse();
  }

  @Test
  void saysBeforehandWhetherTheCheaperChainIsToBeAsked() {
    assertThat(BudgetPolicy.cheaper(List.of(state(BudgetUnit.MONEY, 100, 80, 9)))).isFalse();
    assertThat(BudgetPolicy.cheaper(List.of(state(BudgetUnit.MONEY, 100, 80, 10)))).isTrue();
  }
}
