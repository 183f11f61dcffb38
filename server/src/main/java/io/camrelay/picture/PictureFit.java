package io.camrelay.picture;

import io.camrelay.picture.JpegDecoder.Decoded;
import io.camrelay.picture.JpegDecoder.Undecodable;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.Orientation;

/**
 * Makes a picture smaller: the same frame, size and quality give the same bytes on the same Java.
 * Each call takes up to some 60 MB, for {@link #MAX_DECODED_PIXELS} and what is made of them; how
 * many there are at a time is bounded by the threads of those who call.
 */
public final class PictureFit {

  /** Pixels that are decoded into memory. Of a larger picture every n-th is taken. */
  static final int MAX_DECODED_PIXELS = 8_000_000;

  private PictureFit() {}

  /**
   * Fits a picture into a box and keeps its shape, where it is larger in a side; it is never
   * enlarged. A photo that says in its EXIF data how it is to be turned is turned, after it was
   * fitted.
   *
   * @param width of the box, in pixels, 1 or more
   * @param height of the box, in pixels, 1 or more
   * @param quality of the JPEG that is made, see {@link Preparation#quality}
   * @throws IOException if the frame cannot be read from where it is stored
   */
  public static Fit to(FrameSource frame, int width, int height, int quality) throws IOException {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("no picture fits into " + width + "x" + height);
    }
    try {
      JpegVerdict.Sound form = JpegDecoder.scan(frame);
      if (form.width() <= width && form.height() <= height) {
        return new Fit.AsItIs();
      }
      Decoded decoded = JpegDecoder.decode(frame, form, MAX_DECODED_PIXELS);
      BufferedImage fitted = turned(scaled(decoded, width, height), ExifOrientation.of(frame));
      return new Fit.Fitted(jpeg(fitted, quality), fitted.getWidth(), fitted.getHeight());
    } catch (Undecodable e) {
      return new Fit.Unreadable(e.reason());
    }
  }

  private static BufferedImage scaled(Decoded decoded, int width, int height) throws IOException {
    int fromWidth = decoded.form().width();
    int fromHeight = decoded.form().height();
    double scale = Math.min((double) width / fromWidth, (double) height / fromHeight);
    return Thumbnails.of(decoded.image())
        .forceSize(
            side(fromWidth * scale, decoded.image().getWidth()),
            side(fromHeight * scale, decoded.image().getHeight()))
        .imageType(
            decoded.form().components() == 1
                ? BufferedImage.TYPE_BYTE_GRAY
                : BufferedImage.TYPE_3BYTE_BGR)
        .asBufferedImage();
  }

  private static int side(double wanted, int decoded) {
    return (int) Math.max(1, Math.min(decoded, Math.round(wanted)));
  }

  private static BufferedImage turned(BufferedImage image, Orientation orientation) {
    return ExifFilterUtils.getFilterForOrientation(orientation).apply(image);
  }

  private static byte[] jpeg(BufferedImage image, int quality) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(quality / 100f);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), how);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
