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
 * @param darkest mean luma of the darkest thing: of three by three cells of the reduced picture
 * @param brightest mean luma of the brightest thing, likewise
 * @param edgeWidth how wide the sharpest edges are, in thousandths of the picture's longer side,
 *     see {@link EdgeWidth}; of a picture that is smaller than {@link LumaGrid#SIDE}, in
 *     thousandths of that; 0 where there are too few edges to say
 * @param colours the most frequent colours, by falling share; none below {@link
 *     PictureSums#LEAST_SHARE}, {@link PictureSums#MOST_COLOURS} at most, one at least
 * @param damage the share of the picture, above 0 and up to 1, that is missing at its bottom
 *     because the decoder could not make sense of its data, see {@link Damage}; {@link #UNDAMAGED}
 *     where it made sense to the end
 * @param fingerprint to compare it with other pictures
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
    double darkest,
    double brightest,
    double edgeWidth,
    List<ColourShare> colours,
    double damage,
    Fingerprint fingerprint) {

  /** The damage of a picture whose data the decoder made sense of to its end. */
  public static final double UNDAMAGED = -1;

  /**
   * How much of a picture has one colour.
   *
   * @param share of the picture's pixels, 0 to 1
   */
  public record ColourShare(NamedColour colour, double share) {}

  public PictureFacts {
    colours = List.copyOf(colours);
  }

  /** Whether the decoder met data that it could not make sense of. */
  public boolean damaged() {
    return damage > 0;
  }

  /** Some plain English sentences, in ASCII; see {@link PictureDescription}. */
  public String inWords() {
    return PictureDescription.of(this);
  }
}
