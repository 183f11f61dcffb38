package io.camrelay.picture;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;

/**
 * What small cameras are pointed at, each different with each seed. How much light there is, and
 * what the camera makes of it, is {@link Shot}'s.
 */
enum Scene {
  STREET(Lighting.DAY, Scene::street),
  GARDEN(Lighting.DAY, Scene::garden),
  GATE(Lighting.DAY, Scene::gate),
  PAGE(Lighting.INDOORS, Scene::page),
  RECEIPT(Lighting.INDOORS, Scene::receipt),
  METER(Lighting.INDOORS, Scene::meter),
  SCREEN(Lighting.INDOORS, Scene::screen),
  WALL(Lighting.INDOORS, Scene::wall),
  PORTRAIT(Lighting.INDOORS, Scene::portrait),
  CLOSE_UP(Lighting.INDOORS, Scene::closeUp),
  HIGH_KEY(Lighting.DAY, Scene::highKey),
  SNOW(Lighting.DAY, Scene::snow),
  FOG(Lighting.DAY, Scene::fog),
  BACKLIT(Lighting.DAY, Scene::backlit),
  SKY(Lighting.DAY, Scene::sky),
  DIM_ROOM(Lighting.DIM, Scene::dimRoom),
  DUSK(Lighting.DIM, Scene::dusk),
  NIGHT(Lighting.DIM, Scene::night);

  /** How much light there is, and so how far the sensor amplifies. */
  enum Lighting {
    DAY,
    INDOORS,
    DIM
  }

  final Lighting lighting;

  // Not a value, but never changed either.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Consumer<Brush> painter;

  Scene(Lighting lighting, Consumer<Brush> painter) {
    this.lighting = lighting;
    this.painter = painter;
  }

  BufferedImage painted(int width, int height, long seed) {
    Brush brush = new Brush(width, height, seed);
    painter.accept(brush);
    return brush.painted();
  }

  /** As it was, but for one thing that covers so much of the picture. */
  BufferedImage changed(int width, int height, long seed, double share) {
    Brush brush = new Brush(width, height, seed);
    painter.accept(brush);
    double side = Math.sqrt(share * brush.bottom);
    double x = brush.from(0.05, 0.95 - side);
    double y = brush.from(0.05, brush.bottom * 0.95 - side);
    boolean bright = brush.random.nextBoolean();
    brush.box(x, y, side, side, bright ? brush.colour(170, 230) : brush.colour(20, 80));
    return brush.painted();
  }

  private static Rectangle2D part(double x, double y, double w, double h) {
    return new Rectangle2D.Double(x, y, w, h);
  }

  private static void street(Brush b) {
    double horizon = b.bottom * b.from(0.5, 0.7);
    b.wash(b.colour(150, 220), b.grey(190, 230));
    b.box(0, horizon, 1, b.bottom, b.grey(70, 120));
    for (double x = b.from(-0.1, 0); x < 1; x += b.from(0.1, 0.25)) {
      double top = horizon * b.from(0.1, 0.7);
      Color wall = b.colour(80, 200);
      b.box(x, top, 0.2, horizon - top, wall);
      for (double wx = x + 0.02; wx < x + 0.18; wx += 0.04) {
        for (double wy = top + 0.02; wy < horizon - 0.04; wy += 0.06) {
          b.box(wx, wy, 0.02, 0.035, b.grey(20, 90));
        }
      }
    }
    b.grain(0.12, 0.03);
    for (int i = b.many(0, 3); i >= 0; i--) {
      car(b, b.from(0, 0.85), horizon + b.from(0.02, 0.15));
    }
  }

  private static void car(Brush b, double x, double y) {
    Color paint = b.colour(20, 220);
    b.box(x, y, 0.18, 0.045, paint);
    b.shape(paint, x + 0.03, y, x + 0.06, y - 0.035, x + 0.12, y - 0.035, x + 0.15, y);
    b.shape(b.grey(20, 60), x + 0.045, y, x + 0.065, y - 0.028, x + 0.115, y - 0.028, x + 0.13, y);
    b.disc(x + 0.04, y + 0.045, 0.018, b.grey(10, 30));
    b.disc(x + 0.14, y + 0.045, 0.018, b.grey(10, 30));
  }

  private static void garden(Brush b) {
    b.wash(b.colour(120, 220), b.colour(60, 120));
    Color leaf = new Color(b.many(20, 50), b.many(40, 70), b.many(10, 30));
    b.heap(b.many(800, 2500), part(0, 0, 1, b.bottom * 0.7), 0.02, leaf, 2);
    b.heap(b.many(100, 500), part(0, b.bottom * 0.6, 1, b.bottom), 0.015, leaf, 3);
    for (int i = b.many(0, 20); i > 0; i--) {
      b.disc(b.from(0, 1), b.from(0.3, 1) * b.bottom, b.from(0.003, 0.015), b.colour(120, 255));
    }
    b.grain(0.15, 0.02);
  }

  private static void gate(Brush b) {
    b.wash(b.colour(140, 230), b.colour(50, 140));
    b.grain(0.25, 0.05);
    Color bar = b.grey(10, 90);
    double gap = b.from(0.02, 0.05);
    for (double x = b.from(0.1, 0.3); x < 0.8; x += gap) {
      b.line(x, 0.2 * b.bottom, x, 0.9 * b.bottom, 0.006, bar);
    }
    b.line(0.1, 0.3 * b.bottom, 0.85, 0.3 * b.bottom, 0.01, bar);
    b.line(0.1, 0.8 * b.bottom, 0.85, 0.8 * b.bottom, 0.01, bar);
  }

  private static void page(Brush b) {
    Color paper = b.grey(215, 250);
    b.wash(b.random.nextBoolean() ? paper : b.colour(60, 160), paper);
    b.shape(
        paper,
        b.from(0, 0.1),
        b.from(0, 0.1),
        b.from(0.9, 1),
        b.from(0, 0.1),
        b.from(0.9, 1),
        b.bottom,
        b.from(0, 0.1),
        b.bottom);
    double letter = b.from(0.008, 0.025);
    b.writing(part(0.12, 0.12, 0.76, b.bottom * 0.8), letter, b.grey(10, 90));
    b.glow(b.from(0, 1), b.from(0, 1), b.from(0.4, 1), Color.BLACK, b.from(0, 0.4));
  }

  /** Faint ink on white, and nothing else. */
  private static void receipt(Brush b) {
    b.wash(b.grey(238, 254), b.grey(238, 254));
    double height = b.bottom * b.from(0.05, 0.7);
    double letter = b.from(0.012, 0.03);
    b.writing(part(0.2, 0.1, 0.6, Math.max(letter, height)), letter, b.grey(60, 150));
  }

  private static void meter(Brush b) {
    double r = dial(b);
    reading(b, r, b.grey(200, 255));
  }

  /**
   * The meter of a seed at another time: its digits and its hand are others, all else is as it was.
   */
  static BufferedImage meterLater(int width, int height, long seed) {
    Brush b = new Brush(width, height, seed);
    double r = dial(b);
    Color ink = b.grey(200, 255);
    b.random.setSeed(seed + 6);
    reading(b, r, ink);
    return b.painted();
  }

  /** All of a meter that stays; its radius. */
  private static double dial(Brush b) {
    b.wash(b.grey(90, 160), b.grey(60, 120));
    b.grain(0.1, 0.1);
    double r = b.from(0.2, 0.33);
    double y = b.bottom / 2;
    b.disc(0.5, y, r, b.grey(20, 60));
    b.disc(0.5, y, r * 0.93, b.grey(200, 245));
    for (int i = 0; i < 60; i++) {
      double a = i * Math.PI / 30;
      double inner = r * (i % 5 == 0 ? 0.75 : 0.82);
      b.line(
          0.5 + inner * Math.cos(a),
          y + inner * Math.sin(a),
          0.5 + 0.88 * r * Math.cos(a),
          y + 0.88 * r * Math.sin(a),
          0.003,
          b.grey(10, 40));
    }
    b.box(0.5 - r * 0.5, y - r * 0.4, r, r * 0.25, b.grey(10, 40));
    return r;
  }

  private static void reading(Brush b, double r, Color ink) {
    double y = b.bottom / 2;
    b.writing(part(0.5 - r * 0.46, y - r * 0.35, r * 0.9, r * 0.18), r * 0.16, ink);
    double a = b.from(0, 6);
    b.line(0.5, y, 0.5 + r * 0.6 * Math.cos(a), y + r * 0.6 * Math.sin(a), 0.006, Color.RED);
  }

  private static void screen(Brush b) {
    b.wash(b.grey(20, 60), b.grey(10, 40));
    b.box(0.08, 0.06, 0.84, b.bottom - 0.12, b.grey(15, 40));
    for (int i = b.many(2, 6); i > 0; i--) {
      b.box(
          b.from(0.1, 0.6),
          b.from(0.1, 0.5),
          b.from(0.05, 0.3),
          b.from(0.02, 0.15),
          b.colour(40, 220));
    }
    b.writing(part(0.12, 0.1, 0.7, b.bottom - 0.2), b.from(0.01, 0.03), b.grey(150, 240));
  }

  private static void wall(Brush b) {
    Color paint = b.grey(110, 220);
    b.wash(paint, Brush.shade(paint, b.from(0.6, 1)));
    b.glow(b.from(0, 1), b.from(0, 1), b.from(0.5, 1), Color.WHITE, b.from(0, 0.3));
    b.grain(b.from(0, 0.03), 0.01);
    double size = b.from(0.03, 0.15);
    double x = b.from(0.1, 0.8);
    double y = b.from(0.1, 0.6) * b.bottom;
    b.glow(x + size, y + size, 2 * size, Color.BLACK, 0.3);
    b.box(x, y, size, size * b.from(0.5, 1.5), b.colour(20, 90));
    b.disc(x + size / 2, y + size / 2, size / 5, b.colour(150, 240));
  }

  private static void portrait(Brush b) {
    b.wash(b.colour(60, 180), b.colour(60, 180));
    b.heap(b.many(5, 30), part(0, 0, 1, b.bottom), 0.12, b.colour(40, 120), 0.8);
    b.outOfFocus(b.from(0.003, 0.015));
    double y = b.bottom * 0.45;
    double r = b.from(0.12, 0.22);
    Color skin = new Color(b.many(120, 230), b.many(90, 170), b.many(70, 140));
    b.oval(0.5, b.bottom + 0.1, 2 * r, 0.4, b.colour(20, 200));
    b.oval(0.5, y, r * 1.1, r * 1.35, b.grey(15, 60));
    b.oval(0.5, y + 0.03, r * 0.85, r * 1.15, skin);
    b.glow(0.5 - r * 0.3, y, r, Color.WHITE, 0.2);
    b.glow(0.5 + r * 0.6, y + r * 0.4, r, Color.BLACK, 0.3);
    for (int side = -1; side <= 1; side += 2) {
      b.oval(0.5 + side * r * 0.35, y, r * 0.13, r * 0.07, b.grey(220, 250));
      b.disc(0.5 + side * r * 0.35, y, r * 0.06, b.grey(10, 40));
      b.line(
          0.5 + side * r * 0.2,
          y - r * 0.2,
          0.5 + side * r * 0.5,
          y - r * 0.2,
          0.006,
          b.grey(15, 60));
    }
    b.line(0.5 - r * 0.25, y + r * 0.6, 0.5 + r * 0.25, y + r * 0.6, 0.006, new Color(130, 50, 50));
  }

  /** A sharp thing before a background far out of focus. */
  private static void closeUp(Brush b) {
    b.wash(b.colour(60, 200), b.colour(40, 160));
    b.heap(b.many(20, 80), part(0, 0, 1, b.bottom), 0.08, b.colour(40, 110), 1.2);
    b.outOfFocus(b.from(0.015, 0.04));
    double x = b.from(0.3, 0.7);
    double y = b.from(0.4, 0.6) * b.bottom;
    double r = b.from(0.1, 0.2);
    for (int petal = b.many(5, 12); petal > 0; petal--) {
      double a = petal * 0.9;
      b.disc(x + r * 0.6 * Math.cos(a), y + r * 0.6 * Math.sin(a), r * 0.35, b.colour(150, 240));
    }
    b.disc(x, y, r * 0.35, b.colour(90, 140));
    b.heap(150, part(x - r * 0.25, y - r * 0.25, r * 0.5, r * 0.5), 0.006, b.colour(30, 80), 2);
    b.line(x, y + r, x + b.from(-0.1, 0.1), b.bottom, 0.012, new Color(40, 90, 30));
  }

  private static void highKey(Brush b) {
    b.wash(b.grey(236, 254), b.grey(225, 250));
    double x = b.from(0.3, 0.7);
    double y = b.from(0.35, 0.6) * b.bottom;
    double r = b.from(0.08, 0.2);
    b.glow(x + r * 0.4, y + r * 0.8, r * 2, b.grey(120, 160), 0.35);
    b.oval(x, y, r, r * b.from(0.6, 1.2), b.grey(205, 245));
    b.oval(x, y - r * 0.3, r * 0.6, r * 0.15, b.grey(120, 200));
    b.line(x + r, y, x + r * 1.4, y + r * 0.2, r * 0.08, b.grey(140, 210));
  }

  private static void snow(Brush b) {
    double horizon = b.bottom * b.from(0.2, 0.5);
    b.wash(b.grey(215, 245), b.grey(235, 254));
    b.box(0, horizon, 1, b.bottom, b.grey(238, 254));
    for (int i = b.many(1, 12); i > 0; i--) {
      double x = b.from(0, 1);
      double foot = horizon + b.from(0, 0.2);
      Color bark = b.grey(30, 110);
      b.line(x, foot, x, foot - b.from(0.1, 0.3), b.from(0.004, 0.015), bark);
      for (int twig = 8; twig > 0; twig--) {
        double up = foot - b.from(0.05, 0.25);
        b.line(x, up, x + b.from(-0.06, 0.06), up - 0.03, 0.002, bark);
      }
    }
    b.glow(b.from(0, 1), b.bottom * 0.8, 0.4, new Color(190, 200, 225), 0.5);
    b.grain(0.01, 0.02);
  }

  private static void fog(Brush b) {
    int level = b.many(140, 200);
    b.wash(b.grey(level, level + 10), b.grey(level - 15, level));
    for (int depth = 4; depth > 0; depth--) {
      Color veil = b.grey(level - 90 / depth, level - 60 / depth);
      for (int i = b.many(1, 5); i > 0; i--) {
        double x = b.from(0, 1);
        double foot = b.bottom * (0.5 + 0.4 / depth);
        double top = foot - b.from(0.2, 0.4) / depth;
        b.line(x, foot, x, top, 0.03 / depth, veil);
        b.heap(
            40,
            part(x - 0.1 / depth, top - 0.05 / depth, 0.2 / depth, 0.2 / depth),
            0.03 / depth,
            veil,
            0.06);
      }
    }
    b.box(0.1, b.bottom * 0.85, 0.8, 0.01, b.grey(level - 90, level - 60));
  }

  private static void backlit(Brush b) {
    b.wash(b.grey(15, 45), b.grey(10, 35));
    b.box(b.from(0.2, 0.4), 0.05, b.from(0.3, 0.5), b.bottom * 0.6, b.grey(245, 255));
    b.glow(0.5, 0.3, 0.5, Color.WHITE, 0.3);
    double x = b.from(0.35, 0.65);
    b.oval(x, b.bottom, 0.12, b.bottom * 0.4, b.grey(5, 25));
    b.disc(x, b.bottom * 0.5, 0.07, b.grey(5, 25));
    b.line(0.5, 0.05, 0.5, b.bottom * 0.65, 0.012, b.grey(20, 50));
    b.heap(b.many(20, 100), part(0, b.bottom * 0.7, 1, 0.3), 0.03, b.grey(15, 30), 1);
  }

  /** Clouds, which have no sharp edge; half of the time a mast and its wires before them. */
  private static void sky(Brush b) {
    b.wash(b.colour(90, 170), b.grey(170, 220));
    for (int i = b.many(3, 12); i > 0; i--) {
      double size = b.from(0.05, 0.25);
      double x = b.from(-0.1, 0.9);
      double y = b.from(0, 0.8) * b.bottom;
      b.heap(b.many(20, 80), part(x, y, 2 * size, size / 2), size / 3, b.grey(150, 200), 0.3);
    }
    b.outOfFocus(b.from(0.002, 0.012));
    if (b.random.nextBoolean()) {
      double mast = b.from(0.1, 0.9);
      b.line(mast, b.bottom * b.from(0.3, 0.7), mast, b.bottom, 0.01, b.grey(20, 80));
      for (int wire = b.many(1, 4); wire > 0; wire--) {
        double y = b.from(0.4, 0.8) * b.bottom;
        b.line(0, y, 1, y + b.from(-0.1, 0.1), 0.003, b.grey(20, 80));
      }
    }
  }

  private static void dimRoom(Brush b) {
    b.wash(b.grey(35, 70), b.grey(25, 55));
    b.glow(
        b.from(0, 1), b.from(0, 0.4), b.from(0.4, 0.8), new Color(255, 200, 130), b.from(0.1, 0.4));
    b.box(b.from(0.05, 0.3), b.bottom * 0.5, b.from(0.3, 0.5), b.bottom * 0.3, b.colour(15, 60));
    b.box(b.from(0.6, 0.8), b.bottom * 0.2, 0.15, b.bottom * 0.6, b.colour(20, 90));
    for (int i = b.many(3, 12); i > 0; i--) {
      b.box(
          b.from(0, 0.9),
          b.from(0.2, 0.9) * b.bottom,
          b.from(0.02, 0.1),
          b.from(0.02, 0.1),
          b.colour(10, 110));
    }
  }

  /** A yard by what light is left: no lamp, no bright thing, and yet one sees what stands there. */
  private static void dusk(Brush b) {
    b.wash(b.grey(20, 45), b.grey(8, 25));
    b.box(0, b.bottom * 0.6, 1, b.bottom, b.grey(10, 30));
    b.box(b.from(0, 0.5), b.bottom * 0.2, b.from(0.2, 0.5), b.bottom * 0.5, b.grey(5, 25));
    b.heap(b.many(20, 200), part(0, b.bottom * 0.5, 1, b.bottom * 0.3), 0.04, b.grey(6, 15), 1);
    double path = b.from(0, 0.8);
    double end = path + b.from(0, 0.2);
    double far = b.bottom * 0.6;
    b.shape(b.grey(25, 50), path, b.bottom, path + 0.2, b.bottom, end + 0.04, far, end, far);
  }

  /** Almost nothing but a lamp or two. */
  private static void night(Brush b) {
    b.wash(b.grey(4, 14), b.grey(4, 24));
    b.box(b.from(0, 0.5), b.bottom * 0.3, b.from(0.2, 0.5), b.bottom, b.grey(4, 28));
    for (int i = b.many(1, 3); i > 0; i--) {
      double x = b.from(0.1, 0.9);
      double y = b.from(0.1, 0.6) * b.bottom;
      double r = b.from(0.002, 0.015);
      b.glow(x, y, r * b.from(5, 15), new Color(255, 210, 140), b.from(0.05, 0.6));
      b.disc(x, y, r, new Color(255, 245, 220));
      b.line(x, y, x, b.bottom, 0.004, b.grey(5, 30));
    }
    for (int i = b.many(0, 6); i > 0; i--) {
      b.box(b.from(0.1, 0.6), b.from(0.4, 0.9) * b.bottom, 0.015, 0.02, b.colour(60, 220));
    }
  }
}
