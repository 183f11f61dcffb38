package io.camrelay.camera;

import io.camrelay.protocol.Limits;

/** Who is silent, and when to ask: section 7 of the specification. */
final class Liveness {

  private final long heartbeatMillis;

  private long lastHeard;

  /** Pings sent since something was heard. */
  private int pings;

  Liveness(int heartbeatSeconds, long now) {
    this.heartbeatMillis = heartbeatSeconds * 1_000L;
    this.lastHeard = now;
  }

  /** Any byte has come. */
  void heard(long now) {
    lastHeard = now;
    pings = 0;
  }

  boolean pingDue(long now) {
    return now >= pingAt();
  }

  void pinged() {
    pings++;
  }

  boolean silent(long now) {
    return now >= silentAt();
  }

  /** When the next ping is due. */
  long pingAt() {
    return lastHeard + (pings + 1) * heartbeatMillis;
  }

  /** When the other side is gone, if it stays silent. */
  long silentAt() {
    return lastHeard + Math.round(Limits.SILENCE_FACTOR * heartbeatMillis);
  }
}
