package io.camrelay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.capture.Attempt.Billed;
import io.camrelay.usage.Bill;
import io.camrelay.usage.CostBasis;
import io.camrelay.usage.Money;
import io.camrelay.usage.Prices;
import io.camrelay.usage.UsedTokens;
import io.camrelay.usage.WorstCase;
import io.camrelay.vision.AttemptResult.Receipt;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class BillingTest {

  private static final WorstCase WORST = new WorstCase(2_000, new Money(7_000));
  private static final Prices PRICES =
      new Prices(
          new BigDecimal("2.50"),
          new BigDecimal("1.25"),
          new BigDecimal("2.50"),
          new BigDecimal("10.00"));
  private static final Receipt SAID = new Receipt(1_000, 46, 400, -1, 12, -1, "", "");
  private static final UsedTokens USED = new UsedTokens(1_000, 400, -1, 46, 12);

  @Test
  void theProvidersOwnWordIsBelieved() {
    Receipt told = new Receipt(1_000, 46, 400, -1, 12, 1_234, "", "");

    assertThat(Billing.bill(Billed.YES, told, WORST, PRICES))
        .isEqualTo(new Bill(USED, new Money(1_234), CostBasis.PROVIDER));
    assertThat(Billing.bill(Billed.MAYBE, told, WORST, null).basis()).isEqualTo(CostBasis.PROVIDER);
  }

  @Test
  void elseBilledTokensAtTheCataloguesPrices() {
    assertThat(Billing.bill(Billed.YES, SAID, WORST, PRICES))
        .isEqualTo(new Bill(USED, new Money(2_460_000), CostBasis.CATALOGUE));
    assertThat(Billing.bill(Billed.YES, SAID, WORST, null))
        .isEqualTo(new Bill(USED, null, CostBasis.UNKNOWN));
  }

  @Test
  void whatMayHaveBeenBilledAndIsNotToldCostsItsWorst() {
    assertThat(Billing.bill(Billed.MAYBE, Receipt.NONE, WORST, PRICES))
        .isEqualTo(Bill.worst(WORST));
    assertThat(Billing.bill(Billed.YES, Receipt.NONE, WORST, PRICES)).isEqualTo(Bill.worst(WORST));
  }

  @Test
  void whatWasNotBilledCostsNothing() {
    assertThat(Billing.bill(Billed.NO, Receipt.NONE, WORST, PRICES)).isEqualTo(Bill.NOTHING);
  }
}
