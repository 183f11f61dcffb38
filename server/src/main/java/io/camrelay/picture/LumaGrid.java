package io.camrelay.picture;

import java.util.Arrays;

/**
 * A picture's luma, reduced by area averaging to {@link #SIDE} pixels on its longer side; a picture
 * that is smaller stays as it is. Fed row by row, from the top.
 */
final class LumaGrid {

  /**
   * Pixels on the longer side. Small enough that noise is averaged out of a photo, large enough
   * that a camera out of focus shows.
   */
  static final int SIDE = 400;

  /** Cells a side of the smallest thing that counts as one. */
  private static final int PATCH = 3;

  private final int fromWidth;
  private final int fromHeight;
  private final int width;
  private final int height;
  private final float[] cells;

  /** One row, reduced in width only; the last element takes what rounding puts beyond it. */
  private final float[] narrow;

  /** In which column of cells a pixel begins, how much of one it covers there, and in the next. */
  private final int[] cellOf;

  private final float[] here;
  private final float[] next;

  LumaGrid(int fromWidth, int fromHeight) {
    this.fromWidth = fromWidth;
    this.fromHeight = fromHeight;
    double scale = Math.min(1.0, (double) SIDE / Math.max(fromWidth, fromHeight));
    width = Math.max(1, (int) Math.round(fromWidth * scale));
    height = Math.max(1, (int) Math.round(fromHeight * scale));
    cells = new float[width * height];
    narrow = new float[width + 1];
    cellOf = new int[fromWidth];
    here = new float[fromWidth];
    next = new float[fromWidth];
    for (int x = 0; x < fromWidth; x++) {
      double left = (double) x * width / fromWidth;
      double right = (double) (x + 1) * width / fromWidth;
      cellOf[x] = (int) left;
      here[x] = (float) (Math.min(right, cellOf[x] + 1) - left);
      next[x] = (float) Math.max(0, right - (cellOf[x] + 1));
    }
  }

  /** Spreads a row over the one or two rows of cells that it covers. */
  void row(int y, float[] luma) {
    narrow(luma);
    double top = (double) y * height / fromHeight;
    double bottom = (double) (y + 1) * height / fromHeight;
    int cell = (int) top;
    double here = Math.min(bottom, cell + 1) - top;
    add(cell, here);
    if (bottom > cell + 1 && cell + 1 < height) {
      add(cell + 1, bottom - (cell + 1));
    }
  }

  private void add(int cellRow, double weight) {
    float factor = (float) weight;
    int at = cellRow * width;
    for (int x = 0; x < width; x++) {
      cells[at + x] += narrow[x] * factor;
    }
  }

  private void narrow(float[] luma) {
    Arrays.fill(narrow, 0);
    for (int x = 0; x < fromWidth; x++) {
      int cell = cellOf[x];
      narrow[cell] += luma[x] * here[x];
      narrow[cell + 1] += luma[x] * next[x];
    }
  }

  /** Over all cells that have four neighbours; 0 if there are none. */
  double laplacianVariance() {
    double sum = 0;
    double squares = 0;
    long count = 0;
    for (int y = 1; y < height - 1; y++) {
      for (int at = y * width + 1; at < y * width + width - 1; at++) {
        double laplacian =
            cells[at - 1] + cells[at + 1] + cells[at - width] + cells[at + width] - 4 * cells[at];
        sum += laplacian;
        squares += laplacian * laplacian;
        count++;
      }
    }
    return variance(sum, squares, count);
  }

  /**
   * Mean luma of {@code side} by {@code side} equal parts, row by row; a part holds a cell at
   * least.
   */
  double[] means(int side) {
    double[] means = new double[side * side];
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        means[row * side + column] =
            mean(
                column * width / side,
                Math.max(column * width / side + 1, (column + 1) * width / side),
                row * height / side,
                Math.max(row * height / side + 1, (row + 1) * height / side));
      }
    }
    return means;
  }

  private double mean(int left, int right, int top, int bottom) {
    double sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        sum += cells[y * width + x];
      }
    }
    return sum / ((right - left) * (bottom - top));
  }

  /**
   * The lowest and the highest mean luma of three by three neighbouring cells, so that neither
   * noise nor a pixel that shines by itself is taken for a thing; of the whole where it is smaller.
   */
  double[] extremes() {
    int across = Math.min(PATCH, width);
    int down = Math.min(PATCH, height);
    double least = Double.MAX_VALUE;
    double most = 0;
    for (int y = 0; y + down <= height; y++) {
      for (int x = 0; x + across <= width; x++) {
        double mean = mean(x, x + across, y, y + down);
        least = Math.min(least, mean);
        most = Math.max(most, mean);
      }
    }
    return new double[] {least, most};
  }

  /**
   * As {@link EdgeWidth} measures it, in thousandths of {@link #SIDE} cells, which are the longer
   * side but of smaller pictures: those cannot show how sharp they would be if they were larger.
   */
  double edgeWidth() {
    return 1000 * EdgeWidth.of(cells, width, height) / SIDE;
  }

  static double variance(double sum, double squares, long count) {
    if (count == 0) {
      return 0;
    }
    double mean = sum / count;
    return Math.max(0, squares / count - mean * mean);
  }
}
