package io.camrelay.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.picture.Detail;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EstimatorTest {

  private static final Optional<ModelInfo> GPT_4O = Catalogue.builtIn().find("gpt-4o");
  private static final Size UXGA = new Size(1600, 1200);

  @Test
  void expectsThePictureByItsFormulaAndATokenForFourBytesOfText() {
    Expected expected = Estimator.expected(GPT_4O, List.of(UXGA), Detail.HIGH, 400);

    assertThat(expected).isEqualTo(new Expected(765, 765 + 16 + 101));
    assertThat(Estimator.expected(GPT_4O, List.of(UXGA, UXGA), Detail.LOW, 0).pictureTokens())
        .isEqualTo(2 * 85);
    assertThat(Estimator.expected(GPT_4O, List.of(), Detail.LOW, 0).pictureTokens()).isZero();
  }

  @Test
  void theWorstIsDearerThanExpectedInEachPart() {
    WorstCase worst = Estimator.worstCase(GPT_4O, new Expected(765, 882), 1_000);

    // 765 * 1.3, rounded up, and 4 * 117 of text
    assertThat(worst.tokens()).isEqualTo(995 + 468 + 1_000);
    Prices prices = Objects.requireNonNull(GPT_4O.orElseThrow().prices());
    assertThat(worst.cost()).isEqualTo(prices.cost(UsedTokens.of(995 + 468, 1_000)).orElseThrow());
  }

  @Test
  void whatNobodyKnowsIsUnknownAndNeverNothing() {
    assertThat(Estimator.expected(Optional.empty(), List.of(UXGA), Detail.HIGH, 9))
        .isEqualTo(Expected.UNKNOWN);
    assertThat(Estimator.worstCase(GPT_4O, Expected.UNKNOWN, 1_000)).isEqualTo(WorstCase.UNKNOWN);
    assertThat(Estimator.worstCase(Optional.empty(), new Expected(765, 882), 1_000).cost())
        .isNull();
  }
}
