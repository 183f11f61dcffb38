package io.camrelay.picture;

import java.util.Arrays;
import java.util.Optional;

/** What is done where a check of the picture gate finds something; the later, the sterner. */
public enum GateAction {
  /** The check is not made. */
  OFF("off"),
  /** The picture is asked about, and the finding is told and kept. */
  WARN("warn"),
  /** The picture is not asked about, so that it costs nothing. */
  REFUSE("refuse");

  private final String word;

  GateAction(String word) {
    this.word = word;
  }

  /** As profiles spell it. */
  public String word() {
    return word;
  }

  /** The action that is spelled so, if there is one. */
  public static Optional<GateAction> of(String word) {
    return Arrays.stream(values()).filter(action -> action.word.equals(word)).findFirst();
  }
}
