package io.camrelay.picture;

import io.camrelay.picture.GateVerdict.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether a picture is worth its price before a model is asked: arithmetic over {@link
 * PictureFacts}, without clock, input or state. What each check measures, and how often it is
 * wrong, is in {@code docs/operate/picture-gate.md}.
 */
public final class PictureGate {

  /** The longest sentence of a finding, in characters of ASCII. */
  public static final int MAX_SENTENCE = 200;

  /**
   * A black picture's brightest thing is less than so many times as bright as its mean may be: a
   * lamp in the night is no covered lens. A white picture's darkest thing likewise, from white.
   */
  static final double REACH = 2.5;

  private static final double WHITE = 255;

  private PictureGate() {}

  /**
   * Judges a picture.
   *
   * @param before of the picture that the same device sent before this one, null where there is
   *     none to compare with
   */
  public static GateVerdict judge(
      PictureFacts facts, @Nullable Fingerprint before, GateRules rules) {
    List<Finding> findings = new ArrayList<>();
    for (GateCheck check : GateCheck.values()) {
      GateRule rule = rules.rule(check);
      if (rule.action() != GateAction.OFF) {
        find(check, facts, before, rule.threshold())
            .map(sentence -> new Finding(check, action(check, facts, rule), sentence))
            .ifPresent(findings::add);
      }
    }
    return new GateVerdict(findings);
  }

  /** Any damage is certain, and so is told; but most of the photo may still be worth asking. */
  private static GateAction action(GateCheck check, PictureFacts facts, GateRule rule) {
    return check == GateCheck.DAMAGED && percent(facts) < rule.threshold()
        ? GateAction.WARN
        : rule.action();
  }

  private static double percent(PictureFacts facts) {
    return 100 * facts.damage();
  }

  private static Optional<String> find(
      GateCheck check, PictureFacts facts, @Nullable Fingerprint before, int threshold) {
    return switch (check) {
      case DAMAGED -> damaged(facts, threshold);
      case BLACK -> black(facts, threshold);
      case WHITE -> white(facts, threshold);
      case BLURRED -> blurred(facts, threshold);
      case SAME -> before == null ? Optional.empty() : same(facts, before, threshold);
    };
  }

  private static Optional<String> damaged(PictureFacts facts, int threshold) {
    return found(
        facts.damaged(),
        "The photo's data is damaged: the lower %.0f %% is missing%s, and more may be out of place."
            + " Check the camera's cable and supply, and take it again.",
        Math.floor(percent(facts)),
        percent(facts) < threshold ? "" : ", %d %% or more".formatted(threshold));
  }

  private static Optional<String> black(PictureFacts facts, int threshold) {
    return found(
        facts.brightness() < threshold && facts.brightest() < REACH * threshold,
        "The photo is almost black: mean brightness %.0f of 255, below %d, and nothing in it above"
            + " %.0f. Is the lens covered, or the light off?",
        Math.floor(facts.brightness()),
        threshold,
        facts.brightest());
  }

  private static Optional<String> white(PictureFacts facts, int threshold) {
    return found(
        facts.brightness() > threshold && facts.darkest() > WHITE - REACH * (WHITE - threshold),
        "The photo is almost white: mean brightness %.0f of 255, above %d, and nothing in it below"
            + " %.0f. Point the camera away from the light, or lower its exposure.",
        Math.ceil(facts.brightness()),
        threshold,
        facts.darkest());
  }

  private static Optional<String> blurred(PictureFacts facts, int threshold) {
    return found(
        facts.edgeWidth() > threshold,
        "The photo is blurred: even its sharpest edges are %.0f thousandths of its longer side"
            + " wide, more than %d. Hold the camera still, clean its lens, or turn it into focus.",
        Math.ceil(facts.edgeWidth()),
        threshold);
  }

  private static Optional<String> same(PictureFacts facts, Fingerprint before, int threshold) {
    int distance = facts.fingerprint().distance(before);
    return found(
        distance <= threshold,
        "The photo is the same as the one before: its parts differ by %d of %d steps, not by more"
            + " than %d. Has anything changed?",
        distance,
        Fingerprint.MAX_DISTANCE,
        threshold);
  }

  private static Optional<String> found(boolean found, String sentence, Object... figures) {
    return found ? Optional.of(String.format(Locale.ROOT, sentence, figures)) : Optional.empty();
  }
}
