package io.camrelay.picture;

import io.camrelay.picture.JpegDecoder.Decoded;
import io.camrelay.picture.JpegDecoder.Undecodable;
import java.awt.image.Raster;
import java.io.IOException;

/** Decodes a stored frame, in little memory, and tells the facts of it. */
public final class PictureReader {

  /**
   * Pixels that are decoded into memory, at 3 bytes each: a 1600x1200 picture is read at 800x600.
   * Of a larger picture every n-th pixel of every n-th row is taken.
   */
  static final int MAX_DECODED_PIXELS = 500_000;

  private PictureReader() {}

  /**
   * Reads the frame twice: once to check it, once to decode it.
   *
   * @throws IOException if the frame cannot be read from where it is stored; a frame that can be
   *     read but not decoded is {@link PictureReading.Unreadable}
   */
  public static PictureReading read(FrameSource frame) throws IOException {
    try {
      Decoded decoded = JpegDecoder.decode(frame, JpegDecoder.scan(frame), MAX_DECODED_PIXELS);
      return new PictureReading.Read(
          sums(decoded.image().getRaster()).facts(decoded.form(), decoded.damage()));
    } catch (Undecodable e) {
      return new PictureReading.Unreadable(e.reason());
    }
  }

  /** The raster's samples are taken as they are: no colour profile is applied. */
  private static PictureSums sums(Raster raster) {
    int bands = raster.getNumBands();
    int width = raster.getWidth();
    PictureSums sums = new PictureSums(width, raster.getHeight());
    int[] samples = new int[width * bands];
    for (int y = 0; y < raster.getHeight(); y++) {
      sums.row(y, raster.getPixels(0, y, width, 1, samples), bands);
    }
    return sums;
  }
}
