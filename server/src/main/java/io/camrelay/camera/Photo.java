package io.camrelay.camera;

import io.camrelay.picture.JpegScan;
import io.camrelay.picture.JpegVerdict;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * A frame as the camera made it. Its bytes are shared, never copied: thousands of cameras can press
 * with the same photo.
 */
public final class Photo {

  private final byte[] jpeg;
  private final int width;
  private final int height;
  private final long crc;

  private Photo(byte[] jpeg, int width, int height) {
    this.jpeg = jpeg;
    this.width = width;
    this.height = height;
    this.crc = crc32(jpeg);
  }

  /**
   * Takes these bytes as a photo, whatever they are; a camera does not judge its own pictures.
   *
   * @param jpeg not to be changed from now on
   */
  public static Photo of(byte[] jpeg) {
    JpegScan scan = new JpegScan();
    scan.accept(jpeg, 0, jpeg.length);
    JpegVerdict verdict = scan.finish();
    if (verdict.kind() == JpegVerdict.Kind.SOUND) {
      JpegVerdict.Sound sound = (JpegVerdict.Sound) verdict;
      return new Photo(jpeg, sound.width(), sound.height());
    }
    return new Photo(jpeg, 0, 0);
  }

  /** In bytes. */
  public int size() {
    return jpeg.length;
  }

  /** In pixels; 0 where the bytes are no picture. */
  public int width() {
    return width;
  }

  /** In pixels; 0 where the bytes are no picture. */
  public int height() {
    return height;
  }

  /** CRC-32 (IEEE 802.3) of all bytes, when the photo was made. */
  public long crc() {
    return crc;
  }

  /** CRC-32 of the bytes as they are now: another one where somebody has written over them. */
  long crcNow() {
    return crc32(jpeg);
  }

  /** A view of some of the bytes. */
  ByteBuffer piece(int offset, int length) {
    return ByteBuffer.wrap(jpeg, offset, length).asReadOnlyBuffer();
  }

  private static long crc32(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }
}
