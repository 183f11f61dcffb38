package io.camrelay.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of US dollars, in which every provider bills.
 *
 * @param nanos billionths of a dollar: the cheapest token in the catalogue costs five of them
 */
public record Money(long nanos) implements Comparable<Money> {

  /** Nothing. */
  public static final Money ZERO = new Money(0);

  /** Decimals of a dollar that are kept. */
  private static final int DECIMALS = 9;

  /** Significant digits in which amounts below a cent are written. */
  private static final int DIGITS = 3;

  /** From this amount on, cents are exact enough. */
  private static final BigDecimal LARGE = BigDecimal.ONE;

  public Money {
    if (nanos < 0) {
      throw new IllegalArgumentException("money must not be negative, but is " + nanos);
    }
  }

  /**
   * The amount, what is below a billionth of a dollar rounded up: a cost is never told too low.
   *
   * @throws ArithmeticException beyond nine billion dollars
   */
  public static Money ofDollars(BigDecimal dollars) {
    return new Money(
        dollars.setScale(DECIMALS, RoundingMode.CEILING).unscaledValue().longValueExact());
  }

  /** In dollars, exactly. */
  public BigDecimal dollars() {
    return BigDecimal.valueOf(nanos, DECIMALS);
  }

  /** Both together. */
  public Money plus(Money other) {
    return new Money(Math.addExact(nanos, other.nanos));
  }

  @Override
  public int compareTo(Money other) {
    return Long.compare(nanos, other.nanos);
  }

  /** For people: in cents from a dollar on, below that with three digits: {@code $0.00383}. */
  @Override
  public String toString() {
    BigDecimal dollars = dollars();
    if (nanos == 0) {
      return "$0";
    }
    if (dollars.compareTo(LARGE) >= 0) {
      return "$" + dollars.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }
    int scale = DIGITS + dollars.scale() - dollars.precision();
    BigDecimal rounded = dollars.setScale(Math.min(DECIMALS, scale), RoundingMode.HALF_UP);
    return "$" + (rounded.scale() < 2 ? rounded.setScale(2) : rounded).toPlainString();
  }
}
