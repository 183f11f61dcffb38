package io.camrelay.picture;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a stored frame, in little memory, and tells the facts of it. The frame is scanned first,
 * so that nothing is decoded that {@link JpegScan} would not have taken. Needs no display and
 * writes no temporary file.
 */
public final class PictureReader {

  /**
   * Pixels that are decoded into memory, at 3 bytes each: a 1600x1200 picture is read at 800x600.
   * Of a larger picture every n-th pixel of every n-th row is taken.
   */
  static final int MAX_DECODED_PIXELS = 500_000;

  /**
   * Pixels of a picture in several scans. Its coefficients are all kept until the last scan has
   * come, at up to 6 bytes a pixel beyond Java's heap, whatever is taken of them.
   */
  static final int MAX_PIXELS_IN_SEVERAL_SCANS = 4_000_000;

  private static final int READ_BLOCK = 8192;

  private PictureReader() {}

  /**
   * Reads the frame twice: once to check it, once to decode it.
   *
   * @throws IOException if the frame cannot be read from where it is stored; a frame that can be
   *     read but not decoded is {@link PictureReading.Unreadable}
   */
  public static PictureReading read(FrameSource frame) throws IOException {
    JpegVerdict verdict = scan(frame);
    return switch (verdict.kind()) {
      case FAULTY -> new PictureReading.Unreadable(((JpegVerdict.Faulty) verdict).fault().hint());
      case SOUND -> readSound(frame, (JpegVerdict.Sound) verdict);
    };
  }

  private static JpegVerdict scan(FrameSource frame) throws IOException {
    JpegScan scan = new JpegScan();
    byte[] block = new byte[READ_BLOCK];
    try (InputStream in = frame.open()) {
      int count = in.read(block);
      while (count >= 0 && scan.faultSoFar() == null) {
        scan.accept(block, 0, count);
        count = in.read(block);
      }
    }
    return scan.finish();
  }

  private static PictureReading readSound(FrameSource frame, JpegVerdict.Sound form)
      throws IOException {
    if (form.scans() > 1 && form.width() * form.height() > MAX_PIXELS_IN_SEVERAL_SCANS) {
      return new PictureReading.Unreadable(
          "A picture in several scans is decoded here only up to "
              + MAX_PIXELS_IN_SEVERAL_SCANS / 1_000_000
              + " million pixels. Save it as a baseline JPEG.");
    }
    StoredBytes bytes = new StoredBytes(frame.open());
    try (bytes;
        MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(bytes)) {
      return new PictureReading.Read(decode(in, form));
    } catch (IOException | RuntimeException e) {
      // ImageIO meets damaged headers with all kinds of unchecked exceptions.
      if (bytes.failure != null) {
        throw bytes.failure;
      }
      return new PictureReading.Unreadable("The picture cannot be decoded: " + e.getMessage());
    } catch (LinkageError e) {
      return new PictureReading.Unreadable(
          "This Java cannot decode JPEGs (" + e + "). Install one with the module java.desktop.");
    }
  }

  private static PictureFacts decode(MemoryCacheImageInputStream in, JpegVerdict.Sound form)
      throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    try {
      boolean[] damaged = new boolean[1];
      reader.addIIOReadWarningListener((source, warning) -> damaged[0] = true);
      reader.setInput(in, true, true);
      ImageReadParam how = reader.getDefaultReadParam();
      int step = step(form.width(), form.height());
      how.setSourceSubsampling(step, step, 0, 0);
      BufferedImage image = reader.read(0, how);
      return sums(image).facts(form, damaged[0]);
    } finally {
      reader.dispose();
    }
  }

  /** Of how many pixels one is decoded, in each direction. */
  static int step(int width, int height) {
    int step = 1;
    while ((long) ceilDiv(width, step) * ceilDiv(height, step) > MAX_DECODED_PIXELS) {
      step++;
    }
    return step;
  }

  private static int ceilDiv(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  /** The raster's samples are taken as they are: no colour profile is applied. */
  private static PictureSums sums(BufferedImage image) {
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    if (bands != 1 && bands != 3) {
      throw new IllegalArgumentException(bands + " colour channels");
    }
    int width = raster.getWidth();
    PictureSums sums = new PictureSums(width, raster.getHeight());
    int[] samples = new int[width * bands];
    for (int y = 0; y < raster.getHeight(); y++) {
      sums.row(y, raster.getPixels(0, y, width, 1, samples), bands);
    }
    return sums;
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
