package io.camrelay.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.picture.Detail;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the camera's frame sizes become with each family of models. The table was worked out by hand
 * from the makers' guides (see the catalogue's sources) before there was code.
 */
class FrameSizeTokensTest {

  private static final Catalogue CATALOGUE = Catalogue.builtIn();

  private static final List<String> COLUMNS =
      List.of(
          "gpt-4o-mini low",
          "gpt-4o-mini high",
          "gpt-4o high",
          "gpt-4.1-mini high",
          "gpt-6 high",
          "claude-haiku-4-5 high",
          "gemini-2.5-flash high");

  private static final Map<String, long[]> TABLE =
      Map.of(
          "150x150", new long[] {2833, 8500, 255, 41, 30, 36, 258},
          "320x240", new long[] {2833, 8500, 255, 130, 96, 108, 258},
          "480x320", new long[] {2833, 8500, 255, 243, 180, 216, 258},
          "640x480", new long[] {2833, 14167, 425, 486, 360, 414, 258},
          "800x600", new long[] {2833, 25501, 765, 770, 570, 638, 516},
          "1024x768", new long[] {2833, 25501, 765, 1245, 922, 1036, 516},
          "1280x720", new long[] {2833, 36835, 1105, 1491, 1104, 1196, 516},
          "1280x1024", new long[] {2833, 25501, 765, 2074, 1536, 1540, 1032},
          "1600x1200", new long[] {2833, 25501, 765, 2353, 2280, 1564, 1548});

  static Stream<Arguments> cells() {
    return TABLE.entrySet().stream()
        .flatMap(
            row ->
                Stream.iterate(0, i -> i + 1)
                    .limit(COLUMNS.size())
                    .map(i -> Arguments.of(row.getKey(), COLUMNS.get(i), row.getValue()[i])));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void aFrameBecomesAsManyTokensAsTheGuideSays(String size, String column, long tokens) {
    String[] asked = column.split(" ", -1);

    assertThat(
            formula(asked[0]).tokens(size(size), Detail.valueOf(asked[1].toUpperCase(Locale.ROOT))))
        .isEqualTo(tokens);
  }

  /** Examples of the guide itself, and bills that somebody has measured. */
  @ParameterizedTest
  @CsvSource({
    // developers.openai.com/api/docs/guides/images-vision
    "gpt-4o, 1024x1024, HIGH, 765",
    "gpt-4o, 2048x4096, HIGH, 1105",
    "gpt-4o, 4096x8192, LOW, 85",
    // community.openai.com/t/1262691: never enlarged, one tile
    "gpt-4o, 128x64, HIGH, 255",
    // openrouter.ai's $7.225 for a thousand pictures are eight tiles, the most that can be
    "gpt-4o-mini, 10000x768, HIGH, 25501",
    "gpt-4o-mini, 2048x768, HIGH, 48169",
    // 1.2 tokens for each of 256 patches
    "gpt-5.5, 1600x1200, LOW, 308",
    "gpt-6-luna, 1600x1200, LOW, 308",
    // low saves nothing with the older models of patches
    "gpt-4.1-mini, 1600x1200, LOW, 2353",
    // huggingface.co/datasets/JOHNISKING/image-token-cost
    "gpt-6, 2560x1440, HIGH, 2931",
    // by the guide's 2048 pixels for the longer side
    "gpt-5.4, 2560x1440, HIGH, 2765",
    // auto is high, and from gpt-5.5 on the original
    "gpt-5.4, 2560x1440, AUTO, 2765",
    "gpt-5.5, 1600x1200, AUTO, 2280",
    "gpt-6, 3840x2160, AUTO, 9792",
    "gemini-3.8-flash, 640x480, LOW, 280",
    "gemini-3.8-flash, 640x480, HIGH, 1120",
    "gemini-2.5-pro, 384x384, HIGH, 258",
    "gemini-2.5-pro, 385x384, HIGH, 258",
    "gemini-2.5-pro, 769x384, HIGH, 516",
  })
  void anExampleBecomesWhatItsSourceSays(String model, String size, Detail detail, long tokens) {
    assertThat(formula(model).tokens(size(size), detail)).isEqualTo(tokens);
  }

  /** The same page, before the factor. */
  @ParameterizedTest
  @CsvSource({"1024x1024, 1024", "1800x2400, 1452", "1600x1200, 1452", "32x32, 1", "33x32, 2"})
  void aPictureIsCutIntoPatchesAsInTheGuide(String size, long patches) {
    assertThat(TokenFormula.Patches.patches(size(size), new TokenFormula.Patches.Bound(1536, 2048)))
        .isEqualTo(patches);
  }

  /** The picture alone, as the table of frame sizes has it in dollars. */
  @ParameterizedTest
  @CsvSource({
    "gpt-4o-mini, 1600x1200, 0.00383",
    "gpt-4o-mini, 1280x720, 0.00553",
    "gpt-4o-mini, 150x150, 0.00128",
    "gpt-4o, 1600x1200, 0.00191",
    "gpt-4o, 640x480, 0.00106",
    "gpt-6-luna, 1600x1200, 0.000228",
    "gpt-6-luna, 1280x1024, 0.000154",
    "gpt-6-luna, 150x150, 0.000003",
  })
  void aFrameCostsWhatTheTableSays(String model, String size, BigDecimal dollars) {
    ModelInfo info = CATALOGUE.find(model).orElseThrow();
    Prices prices = java.util.Objects.requireNonNull(info.prices());
    long tokens = formula(model).tokens(size(size), Detail.HIGH);

    assertThat(prices.ofInput(tokens).dollars().setScale(dollars.scale(), RoundingMode.HALF_UP))
        .isEqualByComparingTo(dollars);
  }

  /** What the user's first thread found out the hard way. */
  @ParameterizedTest
  @CsvSource({"150x150", "800x600", "1280x720", "1600x1200"})
  void thirtyThreeTimesTheTokensAndTwiceThePriceOfTheLargeModel(String size) {
    long small = formula("gpt-4o-mini").tokens(size(size), Detail.HIGH);
    long large = formula("gpt-4o").tokens(size(size), Detail.HIGH);

    assertThat((double) small / large).isBetween(33.3, 33.4);
    assertThat(price("gpt-4o-mini").ofInput(small).nanos())
        .isBetween(
            (long) (1.99 * price("gpt-4o").ofInput(large).nanos()),
            (long) (2.01 * price("gpt-4o").ofInput(large).nanos()));
  }

  private static Prices price(String model) {
    return java.util.Objects.requireNonNull(CATALOGUE.find(model).orElseThrow().prices());
  }

  private static TokenFormula formula(String model) {
    return java.util.Objects.requireNonNull(CATALOGUE.find(model).orElseThrow().formula());
  }

  private static Size size(String text) {
    String[] sides = text.split("x", -1);
    return new Size(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
  }
}
