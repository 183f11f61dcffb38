package io.camrelay.dispatch;

import io.camrelay.capture.Attempt;
import io.camrelay.usage.Bill;
import io.camrelay.usage.CostBasis;
import io.camrelay.usage.Money;
import io.camrelay.usage.Prices;
import io.camrelay.usage.UsedTokens;
import io.camrelay.usage.WorstCase;
import io.camrelay.vision.AttemptResult.Receipt;
import org.jspecify.annotations.Nullable;

/** Decides what an attempt has cost, by what the provider says of it. */
final class Billing {

  private Billing() {}

  /**
   * The bill of an attempt that is over.
   *
   * @param billed whether it can have cost money
   * @param receipt what the provider says
   * @param worst the most that it can have cost
   * @param prices what the model charges; null where nobody knows
   */
  static Bill bill(
      Attempt.Billed billed, Receipt receipt, WorstCase worst, @Nullable Prices prices) {
    UsedTokens tokens =
        new UsedTokens(
            receipt.promptTokens(),
            receipt.cachedTokens(),
            receipt.cacheWriteTokens(),
            receipt.answerTokens(),
            receipt.reasoningTokens());
    if (receipt.costNanos() >= 0) {
      return new Bill(tokens, new Money(receipt.costNanos()), CostBasis.PROVIDER);
    }
    if (billed == Attempt.Billed.NO) {
      return new Bill(tokens, Money.ZERO, CostBasis.NOTHING);
    }
    if (!tokens.known()) {
      return Bill.worst(worst);
    }
    Money cost = prices == null ? null : prices.cost(tokens).orElse(null);
    return new Bill(tokens, cost, cost == null ? CostBasis.UNKNOWN : CostBasis.CATALOGUE);
  }
}
