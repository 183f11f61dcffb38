package io.camrelay.picture;

/**
 * How a picture is prepared before it is sent to a provider.
 *
 * @param way whether it is touched at all
 * @param quality of the JPEG that is made, from {@link #LEAST_QUALITY} to {@link #MOST_QUALITY};
 *     without meaning where the bytes stay as they are
 */
public record Preparation(Way way, int quality) {

  /** Below this, models begin to misread. */
  public static final int LEAST_QUALITY = 40;

  public static final int MOST_QUALITY = 95;

  public static final int DEFAULT_QUALITY = 85;

  /** The two ways, to switch on. */
  public enum Way {
    /** The bytes go as the camera made them. */
    AS_IS,
    /** Reduced to what the model uses anyway, never enlarged. */
    FIT
  }

  /** The bytes untouched. */
  public static final Preparation AS_IS = new Preparation(Way.AS_IS, DEFAULT_QUALITY);

  public Preparation {
    if (quality < LEAST_QUALITY || quality > MOST_QUALITY) {
      throw new IllegalArgumentException(
          "the quality of a fitted picture must be from %d to %d, but is %d"
              .formatted(LEAST_QUALITY, MOST_QUALITY, quality));
    }
  }

  /** Reduced where the model would do so, as a JPEG of this quality. */
  public static Preparation fit(int quality) {
    return new Preparation(Way.FIT, quality);
  }
}
