package io.camrelay.protocol;

/**
 * The device's state when a capture was made: what explains a failure afterwards. Every field is
 * {@link Limits#UNKNOWN} (or 0 for {@code rssi}) where the device cannot tell.
 *
 * @param freeHeap internal bytes free
 * @param largestBlock the largest free internal block, bytes: a TLS session needs two of 17 000
 * @param freePsram bytes of PSRAM free
 * @param uptimeSeconds since it started
 * @param connectMillis how long the TCP connection of this session took
 * @param handshakeMillis how long its TLS handshake took
 * @param writeStalls writes that took less than they were given, since the session began
 * @param rssi signal strength in dBm, -127 to -1; 0 for unknown
 * @param reset why the board last started
 */
public record FlightRecord(
    long freeHeap,
    long largestBlock,
    long freePsram,
    long uptimeSeconds,
    long connectMillis,
    long handshakeMillis,
    long writeStalls,
    int rssi,
    ResetReason reset) {

  /** The weakest signal there is, in dBm. */
  public static final int MIN_RSSI = -127;

  /** Nothing is known. */
  public static final FlightRecord UNKNOWN =
      new FlightRecord(
          Limits.UNKNOWN,
          Limits.UNKNOWN,
          Limits.UNKNOWN,
          Limits.UNKNOWN,
          Limits.UNKNOWN,
          Limits.UNKNOWN,
          Limits.UNKNOWN,
          0,
          ResetReason.UNKNOWN);
}
