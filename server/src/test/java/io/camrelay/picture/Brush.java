package io.camrelay.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Random;

/**
 * Paints a scene of any size: x runs from 0 to 1, y from 0 to {@link #bottom}, and so do widths.
 * What chance decides depends on the seed alone. Needs no font, so that all machines paint alike.
 */
final class Brush {

  final Random random;
  final double bottom;
  private final int width;
  private BufferedImage image;
  private Graphics2D graphics;

  Brush(int width, int height, long seed) {
    this.random = new Random(seed);
    this.width = width;
    this.bottom = (double) height / width;
    this.image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    this.graphics = graphics();
  }

  private Graphics2D graphics() {
    Graphics2D fresh = image.createGraphics();
    fresh.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    fresh.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    fresh.setTransform(AffineTransform.getScaleInstance(width, width));
    return fresh;
  }

  BufferedImage painted() {
    graphics.dispose();
    return image;
  }

  double from(double least, double most) {
    return least + (most - least) * random.nextDouble();
  }

  int many(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  /** Any colour, each part of which lies between these. */
  Color colour(int least, int most) {
    return new Color(many(least, most), many(least, most), many(least, most));
  }

  /** A grey between these, a little coloured. */
  Color grey(int least, int most) {
    int level = many(least, most);
    return new Color(near(level), near(level), near(level));
  }

  private int near(int level) {
    return level(level + random.nextInt(9) - 4);
  }

  /** So much of its brightness. */
  static Color shade(Color colour, double factor) {
    return new Color(
        level(colour.getRed() * factor),
        level(colour.getGreen() * factor),
        level(colour.getBlue() * factor));
  }

  private static int level(double value) {
    return (int) Math.max(0, Math.min(255, Math.round(value)));
  }

  void wash(Color top, Color below) {
    graphics.setPaint(new GradientPaint(0, 0, top, 0, (float) bottom, below));
    graphics.fill(new Rectangle2D.Double(0, 0, 1, bottom));
  }

  void box(double x, double y, double w, double h, Color colour) {
    graphics.setPaint(colour);
    graphics.fill(new Rectangle2D.Double(x, y, w, h));
  }

  void oval(double x, double y, double rx, double ry, Color colour) {
    graphics.setPaint(colour);
    graphics.fill(new Ellipse2D.Double(x - rx, y - ry, 2 * rx, 2 * ry));
  }

  void disc(double x, double y, double radius, Color colour) {
    oval(x, y, radius, radius, colour);
  }

  void line(double x1, double y1, double x2, double y2, double thickness, Color colour) {
    graphics.setPaint(colour);
    graphics.setStroke(
        new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(new Line2D.Double(x1, y1, x2, y2));
  }

  void shape(Color colour, double... points) {
    Path2D path = new Path2D.Double();
    path.moveTo(points[0], points[1]);
    for (int i = 2; i < points.length; i += 2) {
      path.lineTo(points[i], points[i + 1]);
    }
    graphics.setPaint(colour);
    graphics.fill(path);
  }

  /** Light or shadow that fades away: {@code strength}, 0 to 1, in its middle. */
  void glow(double x, double y, double radius, Color colour, double strength) {
    Color middle =
        new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), (int) (255 * strength));
    Color nothing = new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 0);
    graphics.setPaint(
        new RadialGradientPaint(
            (float) x,
            (float) y,
            (float) radius,
            new float[] {0, 1},
            new Color[] {middle, nothing}));
    graphics.fill(new Rectangle2D.Double(0, 0, 1, bottom));
  }

  /** Leaves, gravel, a crowd: discs of all sizes within a part of the picture. */
  void heap(int count, Rectangle2D within, double most, Color darkest, double spread) {
    for (int i = 0; i < count; i++) {
      double radius = most * from(0.2, 1);
      oval(
          within.getX() + from(0, within.getWidth()),
          within.getY() + from(0, within.getHeight()),
          radius,
          radius * from(0.5, 1),
          shade(darkest, 1 + spread * random.nextDouble()));
    }
  }

  /** Lines of something like letters: two to four strokes each. */
  void writing(Rectangle2D within, double letter, Color ink) {
    for (double y = within.getY(); y + letter <= within.getMaxY(); y += 1.8 * letter) {
      double x = within.getX();
      double end = within.getX() + within.getWidth() * from(0.6, 1);
      while (x + letter < end) {
        boolean space = random.nextInt(6) == 0;
        for (int stroke = space ? 0 : many(2, 4); stroke > 0; stroke--) {
          line(
              x + letter * from(0, 0.6),
              y + letter * from(0, 1),
              x + letter * from(0, 0.6),
              y + letter * from(0, 1),
              letter * 0.13,
              ink);
        }
        x += letter * 0.8;
      }
    }
  }

  /** Grain of grass, plaster or cloth over all that is painted, from coarse to fine. */
  void grain(double strength, double coarsest) {
    int height = image.getHeight();
    int[] rgb = image.getRGB(0, 0, width, height, null, 0, width);
    int octaves = (int) Math.max(1, Math.log(coarsest * width / 2) / Math.log(2));
    float[] grain = new float[rgb.length];
    for (int octave = 0; octave < octaves; octave++) {
      octave(grain, Math.max(2, coarsest * width / (1 << octave)), height);
    }
    double factor = strength / Math.sqrt(octaves);
    for (int i = 0; i < rgb.length; i++) {
      double brighter = 1 + factor * grain[i];
      int red = level((rgb[i] >> 16 & 0xFF) * brighter);
      int green = level((rgb[i] >> 8 & 0xFF) * brighter);
      rgb[i] = red << 16 | green << 8 | level((rgb[i] & 0xFF) * brighter);
    }
    image.setRGB(0, 0, width, height, rgb, 0, width);
  }

  private void octave(float[] grain, double period, int height) {
    int columns = (int) (width / period) + 2;
    float[] knots = new float[columns * ((int) (height / period) + 2)];
    for (int i = 0; i < knots.length; i++) {
      knots[i] = (float) random.nextGaussian();
    }
    for (int y = 0; y < height; y++) {
      int row = (int) (y / period);
      float fy = (float) (y / period - row);
      for (int x = 0; x < width; x++) {
        int column = (int) (x / period);
        float fx = (float) (x / period - column);
        int at = row * columns + column;
        float upper = knots[at] + fx * (knots[at + 1] - knots[at]);
        float lower = knots[at + columns] + fx * (knots[at + columns + 1] - knots[at + columns]);
        grain[y * width + x] += upper + fy * (lower - upper);
      }
    }
  }

  /** What is painted so far lies out of the depth of field: a disc of so much of the width. */
  void outOfFocus(double radius) {
    graphics.dispose();
    image = Light.of(image).defocused(radius * width).image();
    graphics = graphics();
  }
}
