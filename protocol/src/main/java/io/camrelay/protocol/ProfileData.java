package io.camrelay.protocol;

/**
 * What the operator has set for a device, as far as the device acts on it.
 *
 * @param version grows with every change
 * @param frameSize the sensor's frame size by name (QQVGA to UXGA), empty for the device's own
 * @param quality the sensor's JPEG quality, 0 to 63, lower is better; 255 for the device's own
 * @param intervalSeconds time-lapse: a capture each so many seconds, 0 for none
 * @param flash light the LED for a capture
 * @param question the question that a press asks, for the device to show
 */
public record ProfileData(
    long version,
    String frameSize,
    int quality,
    long intervalSeconds,
    boolean flash,
    String question) {

  /** {@link #quality()}: the worst that a sensor makes. */
  public static final int MAX_QUALITY = 63;

  /** {@link #quality()}: the device decides. */
  public static final int OWN_QUALITY = 255;
}
