package io.camrelay.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.picture.PictureFacts.ColourShare;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureDescriptionTest {

  @Test
  void saysFirstThatNoModelWasAskedAndThenWhatIsKnown() {
    TestFacts photo = new TestFacts();
    photo.width = 1600;
    photo.height = 1200;
    photo.brightness = 61.4;
    photo.contrast = 38.2;
    photo.sharpness = 512.3;
    photo.tooDark = 0.121;
    photo.tooBright = 0.001;
    photo.colours =
        List.of(
            new ColourShare(NamedColour.BROWN, 0.41),
            new ColourShare(NamedColour.DARK_GREEN, 0.222),
            new ColourShare(NamedColour.GREY, 0.1));
    PictureFacts facts = photo.facts();
    assertThat(facts.inWords())
        .isEqualTo(
            "No model was asked; this is what arithmetic can tell about the picture. It is 1600 by"
                + " 1200 pixels, in colour. It is rather dark (mean brightness 61 of 255) with"
                + " moderate contrast (standard deviation 38). It looks sharp (variance of"
                + " Laplacian 512). 12 % of it is too dark to show anything. Its main colours are"
                + " brown (41 %), dark green (22 %) and grey (10 %).");
  }

  @ParameterizedTest
  @CsvSource({
    "10, very dark",
    "84, rather dark",
    "85, of medium brightness",
    "170, bright",
    "220, very bright"
  })
  void hasAWordForEachBrightness(double brightness, String word) {
    assertThat(facts(brightness, 50, 500)).contains("It is " + word + " (mean brightness");
  }

  @ParameterizedTest
  @CsvSource({"5, hardly any", "6, low", "25, moderate", "60, high"})
  void hasAWordForEachContrast(double contrast, String word) {
    assertThat(facts(100, contrast, 500)).contains("with " + word + " contrast");
  }

  @ParameterizedTest
  @CsvSource({"39, blurred", "40, a little soft", "200, sharp"})
  void hasAWordForEachSharpness(double sharpness, String word) {
    assertThat(facts(100, 50, sharpness)).contains("It looks " + word);
  }

  @Test
  void doesNotCallACoveredLensBlurred() {
    assertThat(facts(3, 1, 0)).contains("as if the lens were covered").doesNotContain("blurred");
  }

  @Test
  void mentionsDamageAndMissingColour() {
    TestFacts damaged = new TestFacts();
    damaged.width = 8;
    damaged.height = 8;
    damaged.grey = true;
    damaged.damage = 0.5;
    assertThat(damaged.facts().inWords())
        .contains("8 by 8 pixels, in shades of grey", "Its main colours are grey (100 %).")
        .endsWith("Some of its data is damaged, so parts may not be what the camera saw.");
  }

  @Test
  void usesOnlyLettersThatAnyMonitorHas() {
    for (NamedColour colour : NamedColour.values()) {
      TestFacts photo = new TestFacts();
      photo.colours = List.of(new ColourShare(colour, 0.5));
      photo.damage = 1;
      String words = photo.facts().inWords();
      assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(words)).isTrue();
    }
  }

  private static String facts(double brightness, double contrast, double sharpness) {
    TestFacts photo = new TestFacts();
    photo.brightness = brightness;
    photo.contrast = contrast;
    photo.sharpness = sharpness;
    return photo.facts().inWords();
  }
}
