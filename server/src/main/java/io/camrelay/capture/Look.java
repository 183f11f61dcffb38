package io.camrelay.capture;

import io.camrelay.picture.Fingerprint;
import io.camrelay.picture.GateVerdict.Finding;
import java.util.List;

/**
 * What arithmetic has found in a picture, before anybody was asked about it.
 *
 * @param fingerprint what it looks like from far away, to tell whether the next one is the same
 * @param findings what the gate has said of it
 */
public record Look(Fingerprint fingerprint, List<Finding> findings) {

  public Look {
    findings = List.copyOf(findings);
  }
}
