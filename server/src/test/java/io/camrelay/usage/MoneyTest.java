package io.camrelay.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTest {

  @ParameterizedTest
  @CsvSource({
    "0, $0",
    "0.000000001, $0.000000001",
    "0.00382515, $0.00383",
    "0.000228, $0.000228",
    "0.5, $0.500",
    "0.999, $0.999",
    "1, $1.00",
    "12.345, $12.35",
    "1234567.891, $1234567.89",
  })
  void isWrittenForPeople(BigDecimal dollars, String written) {
    assertThat(Money.ofDollars(dollars)).hasToString(written);
  }

  @Test
  void isNeverTooLow() {
    assertThat(Money.ofDollars(new BigDecimal("0.0000000001")).nanos()).isEqualTo(1);
    assertThat(Money.ofDollars(new BigDecimal("0.0000000010")).nanos()).isEqualTo(1);
    assertThat(Money.ofDollars(new BigDecimal("0.00000000101")).nanos()).isEqualTo(2);
  }

  @Test
  void isNeverNegativeAndNeverRunsOver() {
    assertThatThrownBy(() -> new Money(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Money(Long.MAX_VALUE).plus(new Money(1)))
        .isInstanceOf(ArithmeticException.class);
    assertThat(new Money(2).plus(new Money(3))).isEqualTo(new Money(5));
  }

  @ParameterizedTest
  @CsvSource({
    // prompt, cached, written, answer, dollars: by hand, at 2.50, 1.25, 3.00 and 10.00 a million
    "1000, 0, 0, 0, 0.0025",
    "1000, 400, 0, 0, 0.0020",
    "1000, 400, 100, 0, 0.00205",
    "1000, 400, 100, 46, 0.00251",
    // a cache that is told larger than the prompt it is part of
    "1000, 5000, 0, 0, 0.00125",
    "1000, -1, -1, 10, 0.0026",
  })
  void aCostCountsWhatWasCachedApart(
      long prompt, long cached, long written, long answer, BigDecimal dollars) {
    Prices prices =
        new Prices(
            new BigDecimal("2.50"),
            new BigDecimal("1.25"),
            new BigDecimal("3.00"),
            new BigDecimal("10.00"));

    assertThat(prices.cost(new UsedTokens(prompt, cached, written, answer, -1)))
        .contains(Money.ofDollars(dollars));
  }

  @Test
  void whatIsNotKnownCostsNoZero() {
    BigDecimal one = BigDecimal.ONE;
    Prices inputAlone = new Prices(one, one, one, null);

    assertThat(inputAlone.cost(UsedTokens.of(10, 10))).isEmpty();
    assertThat(inputAlone.ofInput(1_000_000)).isEqualTo(Money.ofDollars(one));
    assertThat(new Prices(one, one, one, one).cost(UsedTokens.UNKNOWN)).isEmpty();
    assertThat(new Prices(one, one, one, one).cost(new UsedTokens(5, 0, 0, -1, -1))).isEmpty();
  }

  @Test
  void aPriceIsWithinBounds() {
    BigDecimal one = BigDecimal.ONE;
    BigDecimal most = Prices.MAX;
    assertThat(new Prices(most, most, most, most).output()).isEqualTo(most);
    assertThatThrownBy(() -> new Prices(one, one, one, most.add(one)))
        .hasMessage("output must be 0 to 100000 dollars for a million tokens, but is 100001");
    assertThatThrownBy(() -> new Prices(one.negate(), one, one, one))
        .hasMessageStartingWith("input must be 0 to");
  }
}
