package io.camrelay.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camrelay.picture.Detail;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for any picture and any model, tried with pictures that are drawn. */
class TokenFormulaTest {

  private static final long SEED = Long.getLong("camrelay.seed", 20_261_201);
  private static final int PICTURES = 2_000;

  static Stream<ModelInfo> models() {
    return Catalogue.builtIn().all().stream().filter(model -> model.formula() != null);
  }

  @ParameterizedTest
  @MethodSource("models")
  void whatAModelUsesAnywayCostsAsMuchAndIsNeverLarger(ModelInfo model) {
    for (Size picture : pictures()) {
      for (Detail detail : details()) {
        Size used = formula(model).used(picture, detail);

        assertThat(used.width()).as("%s %s", picture, detail).isBetween(1, picture.width());
        assertThat(used.height()).as("%s %s", picture, detail).isBetween(1, picture.height());
        assertThat(formula(model).tokens(used, detail))
            .as("%s of %s, %s, seed %d", used, picture, detail, SEED)
            .isLessThanOrEqualTo(formula(model).tokens(picture, detail));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void aPictureOnItsSideCostsTheSame(ModelInfo model) {
    for (Size picture : pictures()) {
      Size turned = new Size(/* width= */ picture.height(), /* height= */ picture.width());
      for (Detail detail : details()) {
        assertThat(formula(model).tokens(turned, detail))
            .as("%s %s, seed %d", picture, detail, SEED)
            .isEqualTo(formula(model).tokens(picture, detail));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void noBoundIsExceeded(ModelInfo model) {
    long most =
        switch (formula(model).kind()) {
          case TILES -> {
            TokenFormula.Tiles tiles = (TokenFormula.Tiles) formula(model);
            yield tiles.base() + 8 * tiles.tile();
          }
          case PATCHES -> {
            TokenFormula.Patches patches = (TokenFormula.Patches) formula(model);
            int budget = patches.high().patches();
            yield (long) Math.max(budget, patches.low()) * patches.factor() / 100 + 1;
          }
          case SQUARES -> {
            int squares = ((TokenFormula.Squares) formula(model)).most();
            yield squares == 0 ? Long.MAX_VALUE : squares;
          }
          case GEMINI_TILES -> Long.MAX_VALUE;
          case FIXED -> 1120;
        };
    for (Size picture : pictures()) {
      for (Detail detail : List.of(Detail.LOW, Detail.HIGH)) {
        assertThat(formula(model).tokens(picture, detail))
            .as("%s %s, seed %d", picture, detail, SEED)
            .isBetween(1L, most);
      }
    }
  }

  @Test
  void parametersThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new TokenFormula.Tiles(0, 170))
        .hasMessage("base must be 1 or more, but is 0");
    assertThatThrownBy(() -> new TokenFormula.Patches.Bound(-1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TokenFormula.Squares(28, -1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Size(0, 1))
        .hasMessage("a picture has 1 to 65535 pixels a side, not 0x1");
    assertThatThrownBy(() -> new Size(1, 65_536)).isInstanceOf(IllegalArgumentException.class);
    assertThat(new Size(65_535, 1).longest()).isEqualTo(65_535);
  }

  private static List<Detail> details() {
    return List.of(Detail.values());
  }

  /** Of a camera's sizes, of any, and very long ones. */
  private static List<Size> pictures() {
    Random random = new Random(SEED);
    List<Size> pictures = new ArrayList<>();
    for (int i = 0; i < PICTURES; i++) {
      int longest = i % 3 == 0 ? Size.MAX_SIDE : 2_600;
      pictures.add(new Size(1 + random.nextInt(longest), 1 + random.nextInt(2_600)));
    }
    return pictures;
  }

  private static TokenFormula formula(ModelInfo model) {
    return java.util.Objects.requireNonNull(model.formula());
  }
}
