package io.camrelay.dispatch;

import io.camrelay.capture.Look;
import io.camrelay.picture.Fingerprint;
import io.camrelay.picture.GateAction;
import io.camrelay.picture.GateCheck;
import io.camrelay.picture.GateRules;
import io.camrelay.picture.GateVerdict;
import io.camrelay.picture.GateVerdict.Finding;
import io.camrelay.picture.PictureFacts;
import io.camrelay.picture.PictureGate;
import io.camrelay.picture.PictureReading;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about a picture that was looked at.
 *
 * @param verdict with what was found
 * @param fingerprint null where the picture could not be decoded
 */
record Gate(GateVerdict verdict, @Nullable Fingerprint fingerprint) {

  /** Nobody could look. */
  static final Gate OPEN = new Gate(GateVerdict.PASSED, null);

  /**
   * Judges the pictures of one capture: what is said is said of the first of those that are judged
   * most sternly, and names it where there are several.
   *
   * @param readings in order; empty where nobody could look
   * @param before of the device's last picture, which the first is compared with; null where there
   *     is none
   */
  static Gate judge(
      List<Optional<PictureReading>> readings, @Nullable Fingerprint before, GateRules rules) {
    Gate sternest = OPEN;
    Fingerprint first = null;
    for (int i = 0; i < readings.size(); i++) {
      Fingerprint compared = i == 0 ? before : null;
      Gate gate = readings.get(i).map(reading -> judge(reading, compared, rules)).orElse(OPEN);
      if (i == 0) {
        first = gate.fingerprint;
      }
      if (gate.verdict.action().compareTo(sternest.verdict.action()) > 0) {
        sternest = readings.size() == 1 ? gate : gate.of(i + 1, readings.size());
      }
    }
    return new Gate(sternest.verdict, first);
  }

  private Gate of(int photo, int photos) {
    String which = "Photo " + photo + " of " + photos + ": ";
    return new Gate(
        new GateVerdict(
            verdict.findings().stream()
                .map(
                    finding ->
                        new Finding(finding.check(), finding.action(), which + finding.sentence()))
                .toList()),
        fingerprint);
  }

  /**
   * Judges a picture by a profile's rules. One that this side cannot decode counts as damaged: a
   * model may make something of it all the same.
   *
   * @param before of the device's picture before it; null where there is none to compare with
   */
  private static Gate judge(PictureReading reading, @Nullable Fingerprint before, GateRules rules) {
    return switch (reading.kind()) {
      case READ -> {
        PictureFacts facts = ((PictureReading.Read) reading).facts();
        yield new Gate(PictureGate.judge(facts, before, rules), facts.fingerprint());
      }
      case UNREADABLE -> {
        GateAction action = rules.rule(GateCheck.DAMAGED).action();
        String why = ((PictureReading.Unreadable) reading).reason();
        yield new Gate(
            action == GateAction.OFF
                ? GateVerdict.PASSED
                : new GateVerdict(List.of(new Finding(GateCheck.DAMAGED, action, why))),
            null);
      }
    };
  }

  boolean refuses() {
    return verdict.action() == GateAction.REFUSE;
  }

  /** As it is kept; null where there is nothing to keep. */
  @Nullable Look look() {
    return fingerprint == null ? null : new Look(fingerprint, verdict.findings());
  }
}
