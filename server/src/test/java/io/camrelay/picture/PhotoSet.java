package io.camrelay.picture;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Photos whose worth is known, because they were made: good ones of every {@link Scene}, and the
 * same with something wrong. Photo n of a kind is always the same, whoever makes it.
 */
final class PhotoSet {

  /** Frame sizes of an OV2640 that people use. */
  private static final int[][] SIZES = {
    {320, 240},
    {400, 296},
    {640, 480},
    {800, 600},
    {1024, 768},
    {1280, 720},
    {1280, 1024},
    {1600, 1200}
  };

  private static final Scene[] SCENES = Scene.values();

  /** The gate's thresholds were chosen on photos before this one, and so know none from here on. */
  private static final int UNSEEN = 10_000 * SIZES.length * SCENES.length;

  /** Sizes are taken from the smallest on: 1 for a set that is made in seconds. */
  private final int sizes;

  private final int first;

  private PhotoSet(int sizes, int first) {
    this.sizes = sizes;
    this.first = first;
  }

  /** All sizes of frames. */
  static PhotoSet whole() {
    return new PhotoSet(SIZES.length, UNSEEN);
  }

  /** Frames up to VGA, which are made in less time. */
  static PhotoSet small() {
    return new PhotoSet(3, 0);
  }

  /** So many photos on is the next of the same kind of scene and the same size. */
  int round() {
    return sizes * SCENES.length;
  }

  /** A scene and the camera before it, which a test may now spoil. */
  final class Photo {

    final int number;
    final Shot shot;
    private final Scene scene;
    private final long seed;
    final int width;
    private final int height;

    Photo(int number) {
      this.number = number;
      seed = 1_000_003L * (first + number);
      scene = SCENES[number % SCENES.length];
      int[] size = SIZES[(number + number / SCENES.length) % sizes];
      width = size[0];
      height = size[1];
      shot = shot(scene, seed);
    }

    BufferedImage painted() {
      return scene.painted(width, height, seed);
    }

    /** As {@link Scene#changed}. */
    BufferedImage changed(double share) {
      return scene.changed(width, height, seed, share);
    }

    /** As {@link Scene#meterLater}, if this is one of a meter. */
    BufferedImage anotherReading() {
      return Scene.meterLater(width, height, seed);
    }

    /** Which one, for whoever wants to look at it. */
    String name() {
      return "%s %dx%d, number %d".formatted(scene, width, height, number);
    }

    byte[] jpeg() {
      return shot.of(painted());
    }

    /** The same shot a moment later: the noise is another, and a test may change more. */
    Shot again() {
      Shot again = shot(scene, seed);
      again.seed++;
      return again;
    }
  }

  /** The good ones come one of each scene in turn, and of a scene one of each size in turn. */
  Photo good(int number) {
    return new Photo(number);
  }

  /** The same, but all of one kind of scene. */
  Photo good(Scene scene, int number) {
    return good(List.of(SCENES).indexOf(scene) + number * SCENES.length);
  }

  /** What a small camera comes to by itself before a scene. */
  private static Shot shot(Scene scene, long seed) {
    Random random = new Random(seed + 1);
    Shot shot = new Shot(seed + 2);
    // One in eight each comes out much too dark or too bright, and is still good for something.
    shot.exposure =
        switch (random.nextInt(8)) {
          case 0 -> 0.4 + 0.4 * random.nextDouble();
          case 1 -> 1.2 + 1.3 * random.nextDouble();
          default -> 0.8 + 0.4 * random.nextDouble();
        };
    shot.gain =
        switch (scene.lighting) {
          case DAY -> 1 + random.nextDouble();
          case INDOORS -> 1 + 5 * random.nextDouble();
          case DIM -> 4 + 12 * random.nextDouble();
        };
    shot.vignetting = 0.5 * random.nextDouble();
    shot.softness = random.nextInt(4);
    // Few such lenses are in perfect focus: a radius of up to 2.4 pixels of UXGA.
    shot.defocus = random.nextBoolean() ? 1.5 * random.nextDouble() : 0;
    shot.sharpening = random.nextDouble();
    shot.warmth = 0.3 * random.nextDouble() - 0.15;
    shot.hotPixels = random.nextInt(10);
    shot.bands = scene.lighting == Scene.Lighting.DAY ? 0 : 0.04 * random.nextDouble();
    shot.quality = 60 + random.nextInt(31);
    return shot;
  }

  /** A covered lens: all that is seen is noise, and what little light comes in at an edge. */
  byte[] covered(int number) {
    Photo photo = good(number);
    Random random = new Random(photo.seed + 3);
    Brush brush = new Brush(photo.width, photo.height, photo.seed);
    brush.wash(brush.grey(0, 4), brush.grey(0, 4));
    if (random.nextInt(3) == 0) {
      brush.glow(brush.many(0, 1), brush.from(0, 1), 0.5, new Color(90, 40, 30), 0.2);
    }
    Shot shot = photo.shot;
    shot.gain = 1 + 7 * random.nextDouble();
    shot.hotPixels = random.nextInt(60);
    return shot.of(brush.painted());
  }

  /** So much light, as of a lamp in the picture or the sun on paper, that nothing is left. */
  byte[] overexposed(int number) {
    Photo photo = good(number);
    Random random = new Random(photo.seed + 5);
    Brush brush = new Brush(photo.width, photo.height, photo.seed);
    brush.wash(brush.grey(150, 250), brush.grey(150, 250));
    for (int i = brush.many(0, 8); i > 0; i--) {
      brush.disc(brush.from(0, 1), brush.from(0, 1), brush.from(0.05, 0.3), brush.grey(140, 250));
    }
    photo.shot.exposure = 6 + 14 * random.nextDouble();
    return photo.shot.of(brush.painted());
  }

  byte[] defocused(int number, double thousandths) {
    Photo photo = good(number);
    photo.shot.defocus = thousandths;
    return photo.jpeg();
  }

  byte[] moved(int number, double thousandths) {
    Photo photo = good(number);
    photo.shot.motion = thousandths;
    photo.shot.direction = Math.PI * new Random(photo.seed + 4).nextDouble();
    return photo.jpeg();
  }

  /** How a frame's data came to harm. */
  enum Harm {
    /** The rest is missing, but for the end marker. */
    CUT,
    /** Some KB were lost in the middle, as where the camera's DMA could not keep up. */
    GAP,
    /** Some hundred bytes are others. */
    OVERWRITTEN,
    /** One bit is another. */
    FLIPPED
  }

  /** A good photo that is harmed at a share of its data. */
  static byte[] harmed(byte[] jpeg, Harm harm, double share, long seed) {
    Random random = new Random(seed);
    int data = startOfData(jpeg);
    int at = data + (int) (share * (jpeg.length - 2 - data));
    int left = jpeg.length - 2 - at;
    return switch (harm) {
      case CUT -> joined(jpeg, at, jpeg.length - 2);
      case GAP -> joined(jpeg, at, at + Math.min(left, 512 + random.nextInt(8192)));
      case OVERWRITTEN -> {
        byte[] other = jpeg.clone();
        for (int i = at; i < at + Math.min(left, 256); i++) {
          other[i] = (byte) random.nextInt(0xFF);
        }
        yield other;
      }
      case FLIPPED -> {
        byte[] other = jpeg.clone();
        // Neither makes a marker nor takes one away.
        while ((other[at] & 0xFE) == 0xFE || other[at - 1] == (byte) 0xFF) {
          at++;
        }
        other[at] ^= 1;
        yield other;
      }
    };
  }

  private static byte[] joined(byte[] jpeg, int from, int to) {
    // A lone FF before the cut would make a marker of what follows.
    int end = jpeg[from - 1] == (byte) 0xFF ? from - 1 : from;
    byte[] joined = Arrays.copyOf(jpeg, end + jpeg.length - to);
    System.arraycopy(jpeg, to, joined, end, jpeg.length - to);
    return joined;
  }

  private static int startOfData(byte[] jpeg) {
    int at = 2;
    while ((jpeg[at + 1] & 0xFF) != 0xDA) {
      at += 2 + length(jpeg, at + 2);
    }
    return at + 2 + length(jpeg, at + 2);
  }

  private static int length(byte[] jpeg, int at) {
    return ((jpeg[at] & 0xFF) << 8) | (jpeg[at + 1] & 0xFF);
  }
}
