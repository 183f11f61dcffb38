package io.camrelay.picture;

import java.util.Arrays;
import java.util.Optional;

/**
 * What the picture gate looks for. Each check measures one figure and compares it with one
 * threshold; {@link GateRule} holds both for a profile. The defaults are measured: {@code
 * docs/operate/picture-gate.md} has the figures.
 */
public enum GateCheck {
  /**
   * Percent of the picture's height that is missing at its bottom, from which the action is taken;
   * of any less there is a warning.
   */
  DAMAGED("damaged", GateAction.WARN, 10, 0, 100),
  /** Mean brightness, of 255, below which a picture without any light in it is black. */
  BLACK("black", GateAction.WARN, 16, 1, 64),
  /** Mean brightness, of 255, above which a picture without any shadow in it is white. */
  WHITE("white", GateAction.WARN, 243, 192, 254),
  /** Width of the sharpest edges, in thousandths of the longer side, beyond which it is blurred. */
  BLURRED("blurred", GateAction.WARN, 8, 4, 100),
  /** {@link Fingerprint#distance Distance} to the picture before, up to which it is the same. */
  SAME("same", GateAction.OFF, 4, 0, Fingerprint.MAX_DISTANCE);

  private final String word;

  // A record of an enum and a number, which the checker does not see through.
  @SuppressWarnings("ImmutableEnumChecker")
  private final GateRule byDefault;

  private final int least;
  private final int most;

  GateCheck(String word, GateAction action, int threshold, int least, int most) {
    this.word = word;
    this.byDefault = new GateRule(action, threshold);
    this.least = least;
    this.most = most;
  }

  /** As profiles spell it. */
  public String word() {
    return word;
  }

  /** What holds where no profile says otherwise. */
  public GateRule byDefault() {
    return byDefault;
  }

  /** The smallest threshold that may be set. */
  public int least() {
    return least;
  }

  /** The largest threshold that may be set. */
  public int most() {
    return most;
  }

  /** The check that is spelled so, if there is one. */
  public static Optional<GateCheck> of(String word) {
    return Arrays.stream(values()).filter(check -> check.word.equals(word)).findFirst();
  }
}
