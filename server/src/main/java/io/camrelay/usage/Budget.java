package io.camrelay.usage;

import io.camrelay.bounds.Bounds;

/**
 * What may be spent in a period.
 *
 * @param key whose, for how long, and in what
 * @param limit billionths of a dollar or tokens, 1 to {@link #MAX_LIMIT}; what would go beyond it
 *     is not asked
 * @param warnPercent of the limit, from which on the operator is told; 0 for never
 * @param cheaperPercent of the limit, from which on the cheaper chain is asked; 0 for never
 */
public record Budget(BudgetKey key, long limit, int warnPercent, int cheaperPercent) {

  /** A billion dollars, or a billion billions of tokens: so that sums never overflow. */
  public static final long MAX_LIMIT = 1_000_000_000_000_000_000L;

  public Budget {
    Bounds.check("limit", limit, 1, MAX_LIMIT);
    Bounds.check("warnPercent", warnPercent, 0, 100);
    Bounds.check("cheaperPercent", cheaperPercent, 0, 100);
  }

  /** An amount of its unit for people: {@code $0.25} or {@code 12000 tokens}. */
  public String amount(long count) {
    return switch (key.unit()) {
      case MONEY -> new Money(Math.max(0, count)).toString();
      case TOKENS -> count + " tokens";
    };
  }

  /** The amount at which so many percent are reached, rounded up. */
  long threshold(int percent) {
    return limit / 100 * percent + (limit % 100 * percent + 99) / 100;
  }
}
