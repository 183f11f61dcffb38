package io.camrelay.camera;

import io.camrelay.protocol.FlightRecord;
import io.camrelay.protocol.Limits;
import io.camrelay.protocol.ResetReason;

/** What a camera knows of its own state, as far as a virtual one has any. */
final class Vitals {

  private long startedAt;
  private ResetReason reset = ResetReason.POWER_ON;
  private long connectMillis = Limits.UNKNOWN;
  private long handshakeMillis = Limits.UNKNOWN;

  /** Of this connection. */
  private long writeStalls;

  Vitals(long now) {
    this.startedAt = now;
  }

  void secured(long tcpMillis, long tlsMillis) {
    connectMillis = tcpMillis;
    handshakeMillis = tlsMillis;
    writeStalls = 0;
  }

  /** A write took less than it was given. */
  void stalled() {
    writeStalls++;
  }

  /** The camera has started anew, as it was told. */
  void restarted(long now) {
    startedAt = now;
    reset = ResetReason.SOFTWARE;
  }

  long uptimeMillis(long now) {
    return now - startedAt;
  }

  FlightRecord flight(long now) {
    return new FlightRecord(
        Limits.UNKNOWN,
        Limits.UNKNOWN,
        Limits.UNKNOWN,
        uptimeMillis(now) / 1_000,
        connectMillis,
        handshakeMillis,
        writeStalls,
        0,
        reset);
  }
}
