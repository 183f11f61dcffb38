package io.camrelay.usage;

import org.jspecify.annotations.Nullable;

/**
 * What an attempt took and cost.
 *
 * @param tokens as billed
 * @param cost null where nobody knows
 * @param basis how that is known
 */
public record Bill(UsedTokens tokens, @Nullable Money cost, CostBasis basis) {

  /** Of an attempt that was not billed. */
  public static final Bill NOTHING = new Bill(UsedTokens.UNKNOWN, Money.ZERO, CostBasis.NOTHING);

  /** Of an attempt that may have been billed, which nobody here can know. */
  public static Bill worst(WorstCase worst) {
    return new Bill(UsedTokens.UNKNOWN, worst.cost(), CostBasis.WORST_CASE);
  }

  /**
   * What counts against a budget in tokens: what was billed, else all that was reserved, where it
   * may have been.
   */
  public long countedTokens(WorstCase reserved) {
    if (basis == CostBasis.NOTHING) {
      return 0;
    }
    return tokens.known() ? tokens.prompt() + tokens.answer() : Math.max(0, reserved.tokens());
  }

  /** What counts against a budget in money, in billionths of a dollar; 0 where nobody knows. */
  public long countedNanos() {
    return cost == null ? 0 : cost.nanos();
  }
}
