package io.camrelay.picture;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the picture gate makes of a picture.
 *
 * @param findings in the order of {@link GateCheck}, none where there is nothing to say
 */
public record GateVerdict(List<Finding> findings) {

  /** A picture that nothing is said of. */
  public static final GateVerdict PASSED = new GateVerdict(List.of());

  public GateVerdict {
    findings = List.copyOf(findings);
  }

  /**
   * One thing that a check found.
   *
   * @param check which one
   * @param action {@link GateAction#WARN} or {@link GateAction#REFUSE}
   * @param sentence what was measured, the threshold, and what to do: whole sentences in ASCII, in
   *     the maker's words, of at most {@link PictureGate#MAX_SENTENCE} characters
   */
  public record Finding(GateCheck check, GateAction action, String sentence) {}

  /** The sternest action of all findings; {@link GateAction#OFF} where there is none. */
  public GateAction action() {
    return findings.stream().map(Finding::action).max(GateAction::compareTo).orElse(GateAction.OFF);
  }

  /** Why the picture is refused, empty where it is not: the hint that the maker reads. */
  public String hint() {
    return sentences(GateAction.REFUSE);
  }

  /** What the maker is warned of, empty where there is nothing. */
  public String warning() {
    return sentences(GateAction.WARN);
  }

  private String sentences(GateAction action) {
    return findings.stream()
        .filter(finding -> finding.action() == action)
        .map(Finding::sentence)
        .collect(Collectors.joining(" "));
  }
}
