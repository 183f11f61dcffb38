package io.camrelay.picture;

import java.awt.image.BufferedImage;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a stored frame into memory, no more of it than is asked for. The frame is scanned first,
 * so that nothing is decoded that {@link JpegScan} would not have taken. Needs no display and
 * writes no temporary file.
 */
final class JpegDecoder {

  /**
   * Pixels of a picture in several scans. Its coefficients are all kept until the last scan has
   * come, at up to 6 bytes a pixel beyond Java's heap, whatever is taken of them.
   */
  static final int MAX_PIXELS_IN_SEVERAL_SCANS = 4_000_000;

  private static final int READ_BLOCK = 8192;

  private JpegDecoder() {}

  /**
   * A picture in memory.
   *
   * @param image with 1 or 3 bands, of every n-th pixel of every n-th row
   * @param form of the whole picture
   * @param damage as {@link PictureFacts#damage}
   */
  record Decoded(BufferedImage image, JpegVerdict.Sound form, double damage) {}

  /** A frame that can be read but not decoded, however often it is tried. */
  static final class Undecodable extends Exception {

    /**
     * @param reason what is wrong, and what to do where something can be done, in whole sentences
     */
    Undecodable(String reason) {
      super(reason);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  /** Looks at the whole frame and decodes nothing. */
  static JpegVerdict.Sound scan(FrameSource frame) throws IOException, Undecodable {
    JpegScan scan = new JpegScan();
    byte[] block = new byte[READ_BLOCK];
    try (InputStream in = frame.open()) {
      int count = in.read(block);
      while (count >= 0 && scan.faultSoFar() == null) {
        scan.accept(block, 0, count);
        count = in.read(block);
      }
    }
    JpegVerdict verdict = scan.finish();
    return switch (verdict.kind()) {
      case FAULTY -> throw new Undecodable(((JpegVerdict.Faulty) verdict).fault().hint());
      case SOUND -> (JpegVerdict.Sound) verdict;
    };
  }

  /**
   * Decodes a frame that {@link #scan} took.
   *
   * @param maxPixels that are decoded into memory, at 3 bytes each
   * @throws IOException if the frame cannot be read from where it is stored
   */
  static Decoded decode(FrameSource frame, JpegVerdict.Sound form, int maxPixels)
      throws IOException, Undecodable {
    if (form.scans() > 1 && form.width() * form.height() > MAX_PIXELS_IN_SEVERAL_SCANS) {
      throw new Undecodable(
          "A picture in several scans is decoded here only up to "
              + MAX_PIXELS_IN_SEVERAL_SCANS / 1_000_000
              + " million pixels. Save it as a baseline JPEG.");
    }
    StoredBytes bytes = new StoredBytes(frame.open());
    try (bytes;
        MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(bytes)) {
      return decode(in, form, maxPixels);
    } catch (IOException | RuntimeException e) {
      // ImageIO meets damaged headers with all kinds of unchecked exceptions.
      if (bytes.failure != null) {
        throw bytes.failure;
      }
      throw new Undecodable("The picture cannot be decoded: " + e.getMessage());
    } catch (LinkageError e) {
      throw new Undecodable(
          "This Java cannot decode JPEGs (" + e + "). Install one with the module java.desktop.");
    }
  }

  private static Decoded decode(
      MemoryCacheImageInputStream in, JpegVerdict.Sound form, int maxPixels) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    try {
      Damage damage = new Damage();
      reader.addIIOReadWarningListener(damage);
      reader.addIIOReadUpdateListener(damage);
      reader.setInput(in, true, true);
      ImageReadParam how = reader.getDefaultReadParam();
      int step = step(form.width(), form.height(), maxPixels);
      how.setSourceSubsampling(step, step, 0, 0);
      BufferedImage image = reader.read(0, how);
      int bands = image.getRaster().getNumBands();
      if (bands != 1 && bands != 3) {
        throw new IllegalArgumentException(bands + " colour channels");
      }
      return new Decoded(image, form, damage.share(image.getHeight()));
    } finally {
      reader.dispose();
    }
  }

  /** Of how many pixels one is decoded, in each direction. */
  static int step(int width, int height, int maxPixels) {
    int step = 1;
    while ((long) ceilDiv(width, step) * ceilDiv(height, step) > maxPixels) {
      step++;
    }
    return step;
  }

  private static int ceilDiv(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  /** Remembers a failure to read, so that it is told apart from a failure to decode. */
  private static final class StoredBytes extends FilterInputStream {

    private @Nullable IOException failure;

    StoredBytes(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return in.read();
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      try {
        return in.read(bytes, offset, count);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
