package io.camrelay.picture;

import java.awt.image.BufferedImage;

/**
 * A picture as a lens throws it on a sensor: linear light, 0 (none) to 1 (the sensor's white) and
 * beyond, in three planes of {@code width} by {@code height}. Blur is only right in linear light: a
 * lamp out of focus becomes a bright disc, not a grey one.
 */
final class Light {

  private static final int STEPS = 1 << 14;
  private static final float[] LINEAR = new float[256];
  private static final float[] ENCODED = new float[STEPS + 1];

  static {
    // IEC 61966-2-1.
    for (int i = 0; i < LINEAR.length; i++) {
      double v = i / 255.0;
      LINEAR[i] = (float) (v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4));
    }
    for (int i = 0; i <= STEPS; i++) {
      double v = (double) i / STEPS;
      double encoded = v <= 0.0031308 ? 12.92 * v : 1.055 * Math.pow(v, 1 / 2.4) - 0.055;
      ENCODED[i] = (float) (255 * encoded);
    }
  }

  final int width;
  final int height;
  final float[][] planes;

  Light(int width, int height) {
    this.width = width;
    this.height = height;
    this.planes = new float[3][width * height];
  }

  static Light of(BufferedImage image) {
    Light light = new Light(image.getWidth(), image.getHeight());
    int[] rgb = image.getRGB(0, 0, light.width, light.height, null, 0, light.width);
    for (int i = 0; i < rgb.length; i++) {
      light.planes[0][i] = LINEAR[rgb[i] >> 16 & 0xFF];
      light.planes[1][i] = LINEAR[rgb[i] >> 8 & 0xFF];
      light.planes[2][i] = LINEAR[rgb[i] & 0xFF];
    }
    return light;
  }

  BufferedImage image() {
    int[] rgb = new int[width * height];
    for (float[] plane : planes) {
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = rgb[i] << 8 | Math.round(encoded(plane[i]));
      }
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, rgb, 0, width);
    return image;
  }

  /** As a picture holds it, 0 to 255. */
  static float encoded(float linear) {
    return ENCODED[Math.round(STEPS * Math.max(0, Math.min(1, linear)))];
  }

  /** A lens out of focus spreads each point over a disc. */
  Light defocused(double radius) {
    int reach = (int) Math.round(radius);
    int[] half = new int[2 * reach + 1];
    int area = 0;
    for (int dy = -reach; dy <= reach; dy++) {
      half[dy + reach] = (int) Math.round(Math.sqrt(Math.max(0, radius * radius - dy * dy)));
      area += 2 * half[dy + reach] + 1;
    }
    Light blurred = new Light(width, height);
    for (int p = 0; p < 3; p++) {
      float[] sums = rowSums(planes[p]);
      for (int y = 0; y < height; y++) {
        for (int dy = -reach; dy <= reach; dy++) {
          addDiscRow(sums, clamp(y + dy, height), half[dy + reach], blurred.planes[p], y);
        }
      }
      scale(blurred.planes[p], 1f / area);
    }
    return blurred;
  }

  private void addDiscRow(float[] sums, int fromRow, int half, float[] into, int y) {
    int from = fromRow * (width + 1);
    for (int x = 0; x < width; x++) {
      int left = Math.max(0, x - half);
      int right = Math.min(width, x + half + 1);
      // Beyond the picture it goes on as at its edge.
      float outside =
          (2 * half + 1 - (right - left)) * (left == 0 ? first(sums, from) : last(sums, from));
      into[y * width + x] += sums[from + right] - sums[from + left] + outside;
    }
  }

  private static float first(float[] sums, int from) {
    return sums[from + 1] - sums[from];
  }

  private float last(float[] sums, int from) {
    return sums[from + width] - sums[from + width - 1];
  }

  /** Each row's sums up to a column; of floats, which is exact enough for one row. */
  private float[] rowSums(float[] plane) {
    float[] sums = new float[(width + 1) * height];
    for (int y = 0; y < height; y++) {
      int at = y * (width + 1);
      for (int x = 0; x < width; x++) {
        sums[at + x + 1] = sums[at + x] + plane[y * width + x];
      }
    }
    return sums;
  }

  /**
   * A camera that moves while it exposes spreads each point over a line.
   *
   * @param dx of that line, in pixels
   * @param fromX where its middle is
   */
  Light moved(double dx, double dy, int fromX, int fromY) {
    int steps = (int) Math.ceil(Math.max(Math.abs(dx), Math.abs(dy))) + 1;
    Light blurred = new Light(width, height);
    for (int step = 0; step < steps; step++) {
      double share = steps == 1 ? 0 : (double) step / (steps - 1) - 0.5;
      int sx = fromX + (int) Math.round(dx * share);
      int sy = fromY + (int) Math.round(dy * share);
      for (int p = 0; p < 3; p++) {
        addShifted(planes[p], sx, sy, blurred.planes[p]);
      }
    }
    for (float[] plane : blurred.planes) {
      scale(plane, 1f / steps);
    }
    return blurred;
  }

  private void addShifted(float[] plane, int dx, int dy, float[] into) {
    for (int y = 0; y < height; y++) {
      int from = clamp(y + dy, height) * width;
      for (int x = 0; x < width; x++) {
        into[y * width + x] += plane[from + clamp(x + dx, width)];
      }
    }
  }

  /** A lens in focus is not perfect: so many passes of a small kernel, deviation sqrt(n / 2). */
  Light softened(int passes) {
    Light soft = this;
    for (int pass = 0; pass < passes; pass++) {
      Light next = new Light(width, height);
      for (int p = 0; p < 3; p++) {
        float[] narrow = smoothed(soft.planes[p], 1, width);
        next.planes[p] = smoothed(narrow, width, height);
      }
      soft = next;
    }
    return soft;
  }

  /** Mean of a pixel, twice, and its two neighbours that are {@code step} away. */
  private float[] smoothed(float[] plane, int step, int side) {
    float[] smooth = plane.clone();
    for (int i = step; i < plane.length - step; i++) {
      int along = step == 1 ? i % width : i / width;
      if (along > 0 && along < side - 1) {
        smooth[i] = (plane[i - step] + 2 * plane[i] + plane[i + step]) / 4;
      }
    }
    return smooth;
  }

  private static void scale(float[] plane, float factor) {
    for (int i = 0; i < plane.length; i++) {
      plane[i] *= factor;
    }
  }

  private static int clamp(int at, int size) {
    return Math.max(0, Math.min(size - 1, at));
  }
}
