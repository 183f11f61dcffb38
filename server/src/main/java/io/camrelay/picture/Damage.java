package io.camrelay.picture;

import java.awt.image.BufferedImage;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadUpdateListener;
import javax.imageio.event.IIOReadWarningListener;

/**
 * Notes how far a picture had been decoded, row by row from the top, when its data first made no
 * sense. libjpeg goes on as well as it can, and warns of nothing after that.
 *
 * <p>Where bytes were lost or changed, later ones mostly make sense again: they are taken for other
 * parts of the picture, and only at its end some are missing. So the share is that of what was
 * lost, not of what is out of place.
 */
final class Damage implements IIOReadWarningListener, IIOReadUpdateListener {

  private int rows;
  private int soundRows = -1;

  /**
   * The share of the picture that came after, above 0 and up to 1, or {@link
   * PictureFacts#UNDAMAGED}. Bytes too many behind the last row are no damage: sound cameras leave
   * some (<a href="https://github.com/opencv/opencv/issues/9477">OpenCV 9477</a>).
   */
  double share(int height) {
    return soundRows < 0 || soundRows >= height
        ? PictureFacts.UNDAMAGED
        : 1 - (double) soundRows / height;
  }

  @Override
  public void warningOccurred(ImageReader source, String warning) {
    if (soundRows < 0) {
      soundRows = rows;
    }
  }

  @Override
  public void imageUpdate(
      ImageReader source,
      BufferedImage image,
      int minX,
      int minY,
      int width,
      int height,
      int periodX,
      int periodY,
      int[] bands) {
    rows = minY + height;
  }

  @Override
  public void passStarted(
      ImageReader source,
      BufferedImage image,
      int pass,
      int minPass,
      int maxPass,
      int minX,
      int minY,
      int periodX,
      int periodY,
      int[] bands) {
    rows = 0;
  }

  @Override
  public void passComplete(ImageReader source, BufferedImage image) {}

  @Override
  public void thumbnailPassStarted(
      ImageReader source,
      BufferedImage image,
      int pass,
      int minPass,
      int maxPass,
      int minX,
      int minY,
      int periodX,
      int periodY,
      int[] bands) {}

  @Override
  public void thumbnailUpdate(
      ImageReader source,
      BufferedImage image,
      int minX,
      int minY,
      int width,
      int height,
      int periodX,
      int periodY,
      int[] bands) {}

  @Override
  public void thumbnailPassComplete(ImageReader source, BufferedImage image) {}
}
