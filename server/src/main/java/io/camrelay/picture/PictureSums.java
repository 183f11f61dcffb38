package io.camrelay.picture;

import io.camrelay.picture.PictureFacts.ColourShare;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The sums over a decoded picture's pixels, fed row by row from the top. */
final class PictureSums {

  /** Luma up to which a pixel shows nothing: a sensor's black with its noise. */
  static final int DARK = 8;

  /** Luma from which a pixel shows nothing: a sensor's white. */
  static final int BRIGHT = 247;

  static final int MOST_COLOURS = 5;

  /** Low enough that of the named colours one at least always passes. */
  static final double LEAST_SHARE = 0.04;

  private static final int LEVELS = 16;

  /** Makes the darkest level 0 and the brightest 255. */
  private static final int LEVEL_STEP = 255 / (LEVELS - 1);

  private final int width;
  private final LumaGrid grid;
  private final float[] luma;

  /** Pixels by colour, four bits each of red, green and blue. */
  private final int[] byColour = new int[LEVELS * LEVELS * LEVELS];

  private long pixels;
  private double sum;
  private double squares;
  private long dark;
  private long bright;

  PictureSums(int width, int height) {
    this.width = width;
    this.grid = new LumaGrid(width, height);
    this.luma = new float[width];
  }

  /** One row: {@code bands} samples a pixel, 1 (grey) or 3 (red, green, blue), each 0 to 255. */
  void row(int y, int[] samples, int bands) {
    int green = bands == 1 ? 0 : 1;
    int blue = bands == 1 ? 0 : 2;
    for (int x = 0; x < width; x++) {
      int at = x * bands;
      pixel(x, samples[at], samples[at + green], samples[at + blue]);
    }
    grid.row(y, luma);
  }

  private void pixel(int x, int red, int green, int blue) {
    float value = 0.299f * red + 0.587f * green + 0.114f * blue;
    luma[x] = value;
    pixels++;
    sum += value;
    squares += (double) value * value;
    if (value <= DARK) {
      dark++;
    } else if (value >= BRIGHT) {
      bright++;
    }
    byColour[(red >> 4) << 8 | (green >> 4) << 4 | blue >> 4]++;
  }

  /** The facts, of a picture that had these dimensions before it was reduced. */
  PictureFacts facts(JpegVerdict.Sound form, double damage) {
    double[] extremes = grid.extremes();
    return new PictureFacts(
        form.width(),
        form.height(),
        form.components() == 1,
        sum / pixels,
        Math.sqrt(LumaGrid.variance(sum, squares, pixels)),
        grid.laplacianVariance(),
        (double) dark / pixels,
        (double) bright / pixels,
        extremes[0],
        extremes[1],
        grid.edgeWidth(),
        colours(),
        damage,
        Fingerprint.of(grid.means(Fingerprint.SIDE)));
  }

  private List<ColourShare> colours() {
    Map<NamedColour, Long> byName = new EnumMap<>(NamedColour.class);
    for (int i = 0; i < byColour.length; i++) {
      if (byColour[i] > 0) {
        int rgb = level(i >> 8) << 16 | level(i >> 4) << 8 | level(i);
        byName.merge(Palette.nearest(rgb), (long) byColour[i], Long::sum);
      }
    }
    List<ColourShare> shares = new ArrayList<>();
    byName.forEach(
        (name, count) -> {
          double share = (double) count / pixels;
          if (share >= LEAST_SHARE) {
            shares.add(new ColourShare(name, share));
          }
        });
    shares.sort(Comparator.comparingDouble(ColourShare::share).reversed());
    return shares.subList(0, Math.min(MOST_COLOURS, shares.size()));
  }

  private static int level(int bits) {
    return (bits & LEVELS - 1) * LEVEL_STEP;
  }
}
