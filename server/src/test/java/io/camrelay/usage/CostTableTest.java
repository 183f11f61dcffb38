package io.camrelay.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.picture.Detail;
import io.camrelay.usage.CostTable.Row;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostTableTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 12, 1);
  private static final Catalogue CATALOGUE = Catalogue.builtIn();

  @Test
  void aPhotoIsPictureTextAndAnswer() {
    Row uxga = table("gpt-4o-mini").high(CameraFrame.UXGA);

    // 25,501 at $0.15 a million; 120 more of text, and 100 of an answer at $0.60
    assertThat(uxga.picture()).contains(dollars("0.00382515"));
    assertThat(uxga.photo()).contains(dollars("0.00390315"));
    assertThat(uxga.photosForADollar()).contains(256L);
    assertThat(uxga.used()).isEqualTo(new Size(1024, 768));
  }

  @Test
  void detailsThatMakeNoDifferenceAreOneRow() {
    assertThat(table("gpt-4.1-mini").rows())
        .hasSize(CameraFrame.values().length)
        .extracting(Row::detail)
        .containsOnlyNulls();
    assertThat(table("gpt-4o").rows())
        .extracting(Row::detail)
        .containsOnly(Detail.HIGH, Detail.LOW)
        .hasSize(2 * CameraFrame.values().length);
  }

  @Test
  void whatIsNotKnownIsNotFree() {
    Row inputAlone = table("gemini-3.8-flash").high(CameraFrame.UXGA);
    assertThat(inputAlone.picture()).contains(dollars("0.00084"));
    assertThat(inputAlone.photo()).isEmpty();
    assertThat(inputAlone.photosForADollar()).isEmpty();

    Row nothing = table("gpt-6").high(CameraFrame.UXGA);
    assertThat(nothing.tokens()).isEqualTo(2280);
    assertThat(nothing.picture()).isEmpty();
    assertThat(advice("gpt-6")).anyMatch(said -> said.startsWith("Its price is not known"));
  }

  @Test
  void aModelThatCostsNothingHasNoPhotosForADollar() {
    BigDecimal zero = BigDecimal.ZERO;
    ModelInfo local =
        new ModelInfo(
            "mine",
            new TokenFormula.Fixed(1, 1, 1),
            new Prices(zero, zero, zero, zero),
            null,
            "",
            "",
            TODAY);

    Row row = CostTable.of(local, 120, 100).high(CameraFrame.UXGA);
    assertThat(row.photo()).contains(Money.ZERO);
    assertThat(row.photosForADollar()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpt-4o-mini | It ends on 2027-01-14, in 44 days. Its maker names gpt-6-luna in its place.",
        "gpt-4o-mini | A picture is 33 times the tokens that it is with gpt-4o, and costs 2.0 times"
            + " as much: its low price is for words.",
        "gpt-4o-mini | HD (1280x720) costs more than UXGA (1600x1200), 36,835 tokens against 25,501:"
            + " it is three tiles across where the larger one is reduced to two.",
        "gpt-4o-mini | A picture of at most 512x512 is one tile: HVGA costs 33 % of SVGA.",
        "gpt-4o-mini | detail = \"low\" makes a UXGA picture 9.0 times cheaper, and blind to small"
            + " things: the model sees 512x384.",
        "gpt-4o-mini | UXGA is reduced to 1024x768 anyway: XGA shows the model as much and is sent"
            + " sooner.",
        "gpt-4o-mini | The same UXGA photo costs $0.00390 here and $0.000290 with gpt-6-luna, the"
            + " cheapest that is listed.",
        "gpt-4.1-nano | It ended on 2026-10-23. Choose another model.",
        "gpt-4.1-mini | Detail makes no difference to its bill.",
        "gpt-6-luna | Up to HVGA, detail = \"low\" costs more than \"high\".",
      })
  void adviceIsReadOffTheNumbers(String model, String sentence) {
    assertThat(advice(model)).contains(sentence);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4.1-mini, A picture is",
    "gpt-6-luna, HD (1280x720)",
    "gpt-6-luna, The same UXGA",
    "gpt-6-luna, It end",
    "claude-haiku-4-5, A picture of at most",
  })
  void whatIsNotSoIsNotSaid(String model, String beginning) {
    assertThat(advice(model)).noneMatch(said -> said.startsWith(beginning));
  }

  @Test
  void whatCannotBeCountedIsSaid() {
    ModelInfo unknown = new ModelInfo("mine", null, null, null, "", "", TODAY);
    CostTable table = CostTable.of(unknown, 120, 100);

    assertThat(table.rows()).isEmpty();
    assertThat(CostAdvice.of(table, CATALOGUE, TODAY))
        .singleElement()
        .asString()
        .startsWith("How it counts pictures is not known");
  }

  private static CostTable table(String model) {
    return CostTable.of(
        CATALOGUE.find(model).orElseThrow(),
        CostTable.USUAL_TEXT_TOKENS,
        CostTable.USUAL_ANSWER_TOKENS);
  }

  private static List<String> advice(String model) {
    return CostAdvice.of(table(model), CATALOGUE, TODAY);
  }

  private static Money dollars(String dollars) {
    return Optional.of(new BigDecimal(dollars)).map(Money::ofDollars).orElseThrow();
  }
}
