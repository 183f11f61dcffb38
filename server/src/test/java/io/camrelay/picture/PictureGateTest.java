package io.camrelay.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.picture.GateVerdict.Finding;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PictureGateTest {

  private static final GateRules ALL = all(GateAction.REFUSE);

  private final TestFacts photo = new TestFacts();

  @Test
  void hasNothingToSayOfAGoodPhoto() {
    assertThat(judge(null, ALL)).isEqualTo(GateVerdict.PASSED);
    assertThat(GateVerdict.PASSED.action()).isEqualTo(GateAction.OFF);
    assertThat(GateVerdict.PASSED.hint()).isEmpty();
  }

  @Test
  void saysWhatItMeasuredAndTheThreshold() {
    photo.brightness = 3.4;
    photo.brightest = 9;
    assertThat(judge(null, all(GateAction.REFUSE)).hint())
        .isEqualTo(
            "The photo is almost black: mean brightness 3 of 255, below 16, and nothing in it above"
                + " 9. Is the lens covered, or the light off?");
  }

  @ParameterizedTest
  @CsvSource({"11.9, 29, true", "12, 29, false", "11.9, 30, false", "0, 0, true"})
  void findsBlackBelowTheThresholdUnlessThereIsALight(
      double brightness, double brightest, boolean found) {
    photo.brightness = brightness;
    photo.brightest = brightest;
    assertThat(finds(GateCheck.BLACK, 12)).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource({"243.1, 226, true", "243, 226, false", "243.1, 225, false", "255, 255, true"})
  void findsWhiteAboveTheThresholdUnlessThereIsAShadow(
      double brightness, double darkest, boolean found) {
    photo.brightness = brightness;
    photo.darkest = darkest;
    assertThat(finds(GateCheck.WHITE, 243)).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource({"20, false", "20.1, true", "0, false"})
  void findsBlurBeyondTheThresholdAndNoneWhereThereAreNoEdges(double edgeWidth, boolean found) {
    photo.edgeWidth = edgeWidth;
    assertThat(finds(GateCheck.BLURRED, 20)).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource({"0.049, WARN", "0.05, REFUSE", "1, REFUSE", "-1, OFF"})
  void refusesDamageFromTheThresholdOnAndWarnsOfLess(double damage, GateAction action) {
    photo.damage = damage;
    GateRules rules = GateRules.OFF.with(GateCheck.DAMAGED, GateAction.REFUSE, 5);
    assertThat(judge(null, rules).action()).isEqualTo(action);
  }

  @Test
  void saysHowMuchIsMissing() {
    photo.damage = 0.128;
    assertThat(judge(null, all(GateAction.REFUSE)).hint())
        .isEqualTo(
            "The photo's data is damaged: the lower 12 % is missing, 10 % or more, and more may be"
                + " out of place. Check the camera's cable and supply, and take it again.");
    photo.damage = 0.02;
    assertThat(judge(null, all(GateAction.REFUSE)).warning())
        .startsWith("The photo's data is damaged: the lower 2 % is missing, and more may be");
  }

  @Test
  void refusesAnyDamageWhereNoneIsTolerated() {
    photo.damage = 0.001;
    assertThat(finds(GateCheck.DAMAGED, 0)).isTrue();
    photo.damage = PictureFacts.UNDAMAGED;
    assertThat(finds(GateCheck.DAMAGED, 0)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"g, 0, true", "m, 6, true", "n, 6, false", "h, 0, false"})
  void findsTheSamePhotoUpToTheThreshold(String cell, int threshold, boolean found) {
    Fingerprint before = new Fingerprint(photo.fingerprint.cells().replaceFirst("g", cell));
    GateRules rules = GateRules.OFF.with(GateCheck.SAME, GateAction.WARN, threshold);
    assertThat(judge(before, rules).findings().isEmpty()).isNotEqualTo(found);
  }

  @Test
  void comparesWithNothingWhereThereIsNoPhotoBefore() {
    assertThat(finds(GateCheck.SAME, Fingerprint.MAX_DISTANCE)).isFalse();
  }

  @Test
  void makesNoCheckThatIsOff() {
    spoil();
    assertThat(judge(photo.fingerprint, GateRules.OFF)).isEqualTo(GateVerdict.PASSED);
  }

  @Test
  void warnsOrRefusesAsTheRulesSayAndTheSternestCounts() {
    spoil();
    GateRules warning = all(GateAction.WARN);
    GateVerdict warned = judge(photo.fingerprint, warning);
    assertThat(warned.action()).isEqualTo(GateAction.WARN);
    assertThat(warned.hint()).isEmpty();
    assertThat(warned.warning()).contains("damaged", "almost black", "blurred", "the same");
    GateVerdict refused =
        judge(photo.fingerprint, warning.with(GateCheck.BLURRED, GateAction.REFUSE));
    assertThat(refused.action()).isEqualTo(GateAction.REFUSE);
    assertThat(refused.hint()).startsWith("The photo is blurred").doesNotContain("black");
    assertThat(refused.warning()).doesNotContain("blurred");
  }

  @Test
  void findsInTheOrderOfItsChecks() {
    spoil();
    assertThat(judge(photo.fingerprint, ALL).findings())
        .extracting(Finding::check)
        .containsExactly(GateCheck.DAMAGED, GateCheck.BLACK, GateCheck.BLURRED, GateCheck.SAME);
  }

  @ParameterizedTest
  @EnumSource(GateCheck.class)
  void saysItInSentencesThatAnyMonitorCanShow(GateCheck check) {
    spoil();
    if (check == GateCheck.WHITE) {
      photo.brightness = 255;
      photo.darkest = 255;
    }
    GateRules rules = GateRules.OFF.with(check, GateAction.REFUSE);
    String sentence = judge(photo.fingerprint, rules).hint();
    assertThat(sentence).hasSizeBetween(60, PictureGate.MAX_SENTENCE).matches("The photo.*[.?]");
    assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(sentence)).isTrue();
  }

  /** As much as can be wrong with one photo at a time. */
  private void spoil() {
    photo.damage = 1;
    photo.brightness = 1;
    photo.brightest = 4;
    photo.darkest = 0;
    photo.edgeWidth = 150;
  }

  private boolean finds(GateCheck check, int threshold) {
    GateRules rules = GateRules.OFF.with(check, GateAction.REFUSE, threshold);
    return judge(null, rules).action() == GateAction.REFUSE;
  }

  private GateVerdict judge(@Nullable Fingerprint before, GateRules rules) {
    return PictureGate.judge(photo.facts(), before, rules);
  }

  private static GateRules all(GateAction action) {
    return Stream.of(GateCheck.values())
        .reduce(GateRules.DEFAULT, (rules, check) -> rules.with(check, action), (a, b) -> b);
  }
}
