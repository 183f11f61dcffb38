package io.camrelay.usage;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model charges, in dollars for a million tokens.
 *
 * @param input for what it reads
 * @param cached for what it has read before and kept
 * @param cacheWrite for what it reads and keeps
 * @param output for what it writes, hidden reasoning included; null where only the input's price is
 *     known
 */
public record Prices(
    BigDecimal input, BigDecimal cached, BigDecimal cacheWrite, @Nullable BigDecimal output) {

  /** Dollars for a million tokens beyond which a price is a slip of the pen. */
  public static final BigDecimal MAX = BigDecimal.valueOf(100_000);

  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  public Prices {
    check("input", input);
    check("cached", cached);
    check("cacheWrite", cacheWrite);
    if (output != null) {
      check("output", output);
    }
  }

  /**
   * What it cost, rounded up to a billionth of a dollar; empty where the tokens or their price are
   * not known.
   */
  public Optional<Money> cost(UsedTokens used) {
    if (!used.known() || output == null) {
      return Optional.empty();
    }
    long cachedTokens = Math.min(Math.max(0, used.cached()), used.prompt());
    long written = Math.min(Math.max(0, used.cacheWrite()), used.prompt() - cachedTokens);
    BigDecimal sum =
        times(input, used.prompt() - cachedTokens - written)
            .add(times(cached, cachedTokens))
            .add(times(cacheWrite, written))
            .add(times(output, used.answer()));
    return Optional.of(Money.ofDollars(sum.divide(MILLION)));
  }

  /** What so many tokens of input cost. */
  public Money ofInput(long tokens) {
    return Money.ofDollars(times(input, tokens).divide(MILLION));
  }

  private static void check(String name, BigDecimal price) {
    if (price.signum() < 0 || price.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(
          "%s must be 0 to %s dollars for a million tokens, but is %s"
              .formatted(name, MAX.toPlainString(), price.toPlainString()));
    }
  }

  private static BigDecimal times(BigDecimal price, long tokens) {
    return price.multiply(BigDecimal.valueOf(tokens));
  }
}
