package io.camrelay.picture;

/**
 * What a picture looks like from far away, to tell whether two were taken of the same thing by a
 * camera that stood still: {@link #SIDE} by {@link #SIDE} cells of mean luma, counted in eighths of
 * the picture's own contrast from its own mean, so that a flicker of the exposure changes nothing.
 * Averages over whole cells let sensor noise and the JPEG's quality vanish.
 *
 * @param cells a character a cell, row by row from the top left, out of base64's alphabet: steps of
 *     brightness from 0 to 63, of which 32 is the picture's mean
 */
public record Fingerprint(String cells) {

  /** Cells a side, whatever the picture's shape. */
  public static final int SIDE = 16;

  /** The greatest distance that two can have. */
  public static final int MAX_DISTANCE = 63;

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private static final int MIDDLE = 32;
  private static final double STEPS_PER_DEVIATION = 8;

  /**
   * The least contrast, in luma, by which differences are measured: without it, the noise of a
   * plain wall would be as large as the things in a street.
   */
  private static final double LEAST_DEVIATION = 16;

  /**
   * @throws IllegalArgumentException where the text is no fingerprint
   */
  public Fingerprint {
    if (cells.length() != SIDE * SIDE || cells.chars().anyMatch(c -> ALPHABET.indexOf(c) < 0)) {
      throw new IllegalArgumentException("no fingerprint of a picture: " + cells.length());
    }
  }

  /** Of mean luma in cells, row by row. */
  static Fingerprint of(double[] luma) {
    double sum = 0;
    double squares = 0;
    for (double value : luma) {
      sum += value;
      squares += value * value;
    }
    double mean = sum / luma.length;
    double deviation = Math.sqrt(LumaGrid.variance(sum, squares, luma.length));
    double step = Math.max(deviation, LEAST_DEVIATION) / STEPS_PER_DEVIATION;
    StringBuilder cells = new StringBuilder(luma.length);
    for (double value : luma) {
      long steps = MIDDLE + Math.round((value - mean) / step);
      cells.append(ALPHABET.charAt((int) Math.max(0, Math.min(MAX_DISTANCE, steps))));
    }
    return new Fingerprint(cells.toString());
  }

  /**
   * How unlike two pictures are: the steps by which their most unlike cells differ, 0 to {@link
   * #MAX_DISTANCE}.
   */
  public int distance(Fingerprint other) {
    int most = 0;
    for (int i = 0; i < cells.length(); i++) {
      int difference = ALPHABET.indexOf(cells.charAt(i)) - ALPHABET.indexOf(other.cells.charAt(i));
      most = Math.max(most, Math.abs(difference));
    }
    return most;
  }
}
