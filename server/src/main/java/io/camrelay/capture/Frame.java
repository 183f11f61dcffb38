package io.camrelay.capture;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One frame of a capture. Where a capture has several, they are in the order in which they were
 * taken.
 *
 * @param index which frame of the capture, from 0
 * @param size its bytes
 * @param crc its CRC-32
 * @param width its pixels, 0 until it was checked
 * @param height its pixels, 0 until it was checked
 * @param storedAt when it became durable, null before
 */
public record Frame(
    int index, long size, long crc, int width, int height, @Nullable Instant storedAt) {

  /** One that a device announces. */
  public static Frame announced(int index, long size, long crc) {
    return new Frame(index, size, crc, 0, 0, null);
  }
}
