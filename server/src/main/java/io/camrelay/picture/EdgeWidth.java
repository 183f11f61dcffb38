package io.camrelay.picture;

/**
 * How wide the sharpest edges of a picture are. A scene says how many edges there are and how
 * strong, the lens says how wide the sharpest of them can be: so a plain wall is not taken for a
 * blurred picture, as it is by measures of how much detail there is.
 *
 * <p>The width of an edge is that of the peak of its slope at half of the peak's height, measured
 * across it along rows and along columns: 2.35 times the deviation of a Gaussian blur, and a single
 * cell in a sharp picture. Both directions are measured apart, and the wider one counts: a camera
 * that moves blurs across its way alone.
 */
final class EdgeWidth {

  /** Edges that rise by less than this, in luma, are not looked at: noise makes such, too. */
  private static final float LEAST_RISE = 24;

  /** With fewer edges in a direction than one in so many cells nothing is said of it. */
  private static final int CELLS_PER_EDGE = 800;

  /**
   * The share of the edges, sharpest first, of which the widest is told. Small, since behind a
   * thing that is in focus most may be out of it.
   */
  private static final double SHARPEST = 0.05;

  /** Wider ones are told as this wide. */
  private static final int MAX_WIDTH = 60;

  private final int[] byWidth = new int[MAX_WIDTH * 4 + 1];
  private int edges;

  private EdgeWidth() {}

  /**
   * Measures.
   *
   * @return in cells; 0 where there are too few edges to say
   */
  static double of(float[] cells, int width, int height) {
    EdgeWidth across = new EdgeWidth();
    EdgeWidth down = new EdgeWidth();
    float[] line = new float[Math.max(width, height)];
    for (int y = 1; y < height - 1; y++) {
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        line[x] = (cells[at - width] + 2 * cells[at] + cells[at + width]) / 4;
      }
      across.line(line, width);
    }
    for (int x = 1; x < width - 1; x++) {
      for (int y = 0; y < height; y++) {
        int at = y * width + x;
        line[y] = (cells[at - 1] + 2 * cells[at] + cells[at + 1]) / 4;
      }
      down.line(line, height);
    }
    return Math.max(across.sharpest(width * height), down.sharpest(width * height));
  }

  private void line(float[] line, int length) {
    float[] slope = new float[Math.max(0, length - 1)];
    for (int i = 0; i < slope.length; i++) {
      slope[i] = line[i + 1] - line[i];
    }
    for (int i = 1; i < slope.length - 1; i++) {
      float peak = Math.abs(slope[i]);
      if (peak > Math.abs(slope[i - 1]) && peak >= Math.abs(slope[i + 1])) {
        peak(slope, i);
      }
    }
  }

  private void peak(float[] slope, int at) {
    float sign = Math.signum(slope[at]);
    float half = Math.abs(slope[at]) / 2;
    int from = at;
    while (from > 0 && sign * slope[from - 1] >= half) {
      from--;
    }
    int to = at;
    while (to < slope.length - 1 && sign * slope[to + 1] >= half) {
      to++;
    }
    float rise = 0;
    for (int i = from; i <= to; i++) {
      rise += sign * slope[i];
    }
    if (rise >= LEAST_RISE) {
      double width = rise / Math.abs(slope[at]);
      byWidth[(int) Math.min(byWidth.length - 1, Math.round(4 * width))]++;
      edges++;
    }
  }

  private double sharpest(int cells) {
    if (edges * CELLS_PER_EDGE < cells) {
      return 0;
    }
    int wanted = (int) Math.ceil(edges * SHARPEST);
    int bin = 0;
    for (int count = byWidth[0]; count < wanted; count += byWidth[++bin]) {
      // Counts up to the bin.
    }
    return bin / 4.0;
  }
}
