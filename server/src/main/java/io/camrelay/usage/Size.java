package io.camrelay.usage;

/**
 * A picture's size.
 *
 * @param width pixels, 1 or more
 * @param height pixels, 1 or more
 */
public record Size(int width, int height) {

  /** The longest side that a JPEG can have. */
  public static final int MAX_SIDE = 65_535;

  public Size {
    if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new IllegalArgumentException(
          "a picture has 1 to %d pixels a side, not %dx%d".formatted(MAX_SIDE, width, height));
    }
  }

  /** Fitted into a square of so many pixels a side, never enlarged. */
  Size fittedInto(int side) {
    return longest() <= side ? this : scaledTo(side, longest());
  }

  /** With the shorter side reduced to so many pixels, never enlarged. */
  Size withShorter(int side) {
    int shorter = Math.min(width, height);
    return shorter <= side ? this : scaledTo(side, shorter);
  }

  /** With the longer side of so many pixels. */
  Size withLonger(int side) {
    return scaledTo(side, longest());
  }

  int longest() {
    return Math.max(width, height);
  }

  /** Pixels are whole: rounded to the nearest, as no guide says how. */
  private Size scaledTo(int to, int from) {
    return new Size(scaled(width, to, from), scaled(height, to, from));
  }

  private static int scaled(int side, int to, int from) {
    return (int) Math.max(1, ((long) side * to + from / 2) / from);
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
