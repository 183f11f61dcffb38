package io.camrelay.picture;

import java.util.List;

/**
 * What arithmetic can tell about a picture. Luma is that of JFIF (Rec. 601: 0.299 R + 0.587 G +
 * 0.114 B), from 0 to 255.
 *
 * @param width in pixels, of the whole picture
 * @param height in pixels, of the whole picture
 * @param grey whether the picture has no colour by its format
 * @param brightness mean luma
 * @param contrast standard deviation of luma, 0 to 127.5
 * @param sharpness variance of the Laplacian of luma (four neighbours), after the picture was
 *     reduced to {@link LumaGrid#SIDE} pixels on its longer side so that figures of different frame
 *     sizes compare; 0 for a picture without detail. Pech-Pacheco et al., "Diatom autofocusing in
 *     brightfield microscopy: a comparative study", ICPR 2000
 * @param tooDark share of pixels, 0 to 1, with a luma of at most {@link PictureSums#DARK}
 * @param tooBright share of pixels, 0 to 1, with a luma of at least {@link PictureSums#BRIGHT}
 * @param colours the most frequent colours, by falling share; none below {@link
 *     PictureSums#LEAST_SHARE}, {@link PictureSums#MOST_COLOURS} at most, one at least
 * @param damaged whether the decoder met picture data that it could not make sense of and went on,
 *     so that a part of the picture is not what the camera saw
 */
public record PictureFacts(
    int width,
    int height,
    boolean grey,
    double brightness,
    double contrast,
    double sharpness,
    double tooDark,
    double tooBright,
    List<ColourShare> colours,
    boolean damaged) {

  /**
   * How much of a picture has one colour.
   *
   * @param share of the picture's pixels, 0 to 1
   */
  public record ColourShare(NamedColour colour, double share) {}

  public PictureFacts {
    colours = List.copyOf(colours);
  }

  /** Some plain English sentences, in ASCII; see {@link PictureDescription}. */
  public String inWords() {
    return PictureDescription.of(this);
  }
}
