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
   * Judges a picture by a profile's rules. One that this side cannot decode counts as damaged: a
   * model may make something of it all the same.
   *
   * @param before of the device's picture before it; null where there is none to compare with
   */
  static Gate judge(PictureReading reading, @Nullable Fingerprint before, GateRules rules) {
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
