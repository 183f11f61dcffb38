package io.camrelay.capture;

import io.camrelay.usage.Expected;
import io.camrelay.usage.WorstCase;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an attempt before it is made.
 *
 * @param provider who is asked, by its configured name
 * @param model which model
 * @param profile under which profile; empty where that was not kept
 * @param revision the latest change of all that the profile came to
 * @param expected what it is expected to take
 * @param worst the most that it can take: what budgets reserve for it
 * @param sent what really goes out; null where that is the frame as it is
 * @param look what arithmetic has found in the picture; null where nobody has looked
 * @param overlapped whether the request was begun while the frame still arrived
 */
public record Beginning(
    String provider,
    String model,
    String profile,
    long revision,
    Expected expected,
    WorstCase worst,
    @Nullable Sent sent,
    @Nullable Look look,
    boolean overlapped) {

  /**
   * What really goes out in the frame's place.
   *
   * @param width its pixels
   * @param height its pixels
   * @param bytes its length
   * @param crc its CRC-32
   */
  public record Sent(int width, int height, long bytes, long crc) {}

  /** Of which nothing is known but who is asked, and nothing is reserved. */
  public static Beginning of(String provider, String model) {
    return new Beginning(
        provider, model, "", 0, Expected.UNKNOWN, WorstCase.UNKNOWN, null, null, false);
  }
}
