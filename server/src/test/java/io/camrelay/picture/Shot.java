package io.camrelay.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * One photo by a small camera as an OV2640: lens, exposure, noise, sharpening and JPEG. The same
 * shot of the same scene gives the same bytes.
 */
final class Shot {

  /** Electrons that fill a pixel, and those that reading it adds: a small sensor's. */
  private static final double FULL_WELL = 5_000;

  private static final double READ_NOISE = 5;

  private static final int TILE = 1024;
  private static final float[] NOISE = noise();

  /** What the noise depends on. */
  long seed;

  /** Light let in, 1 as painted. */
  double exposure = 1;

  /** Amplification, 1 by day to some 16 in a dim room: noise grows with it. */
  double gain = 1;

  /** Light that is lost in the corners, 0 to 0.6. */
  double vignetting = 0.2;

  /** Of the lens in focus, see {@link Light#softened}. */
  int softness = 1;

  /** Of the disc that a point becomes, in thousandths of the picture's width. */
  double defocus;

  /** How far the camera moves, in thousandths of the picture's width. */
  double motion;

  /** Where to, in radians. */
  double direction;

  /** What the sensor's own sharpening adds of each pixel's difference from its neighbours. */
  double sharpening = 0.4;

  /** How much warmer or colder the white is than the scene's, -0.2 to 0.2. */
  double warmth;

  /** Pixels that shine by themselves. */
  int hotPixels;

  /** The lamps' 100 Hz in the rows: how much brighter or darker the bands are, 0 to 0.1. */
  double bands;

  /** How far the camera was shifted, in pixels to the right. */
  int shift;

  /** Of the JPEG, 1 to 100. */
  int quality = 80;

  Shot(long seed) {
    this.seed = seed;
  }

  byte[] of(BufferedImage scene) {
    Random random = new Random(seed);
    Light light = Light.of(scene);
    int width = light.width;
    if (shift != 0) {
      light = light.moved(0, 0, shift, 0);
    }
    if (defocus > 0) {
      light = light.defocused(defocus * width / 1000);
    }
    if (motion > 0) {
      double length = motion * width / 1000;
      light = light.moved(length * Math.cos(direction), length * Math.sin(direction), 0, 0);
    }
    light = light.softened(softness);
    expose(light, random);
    return jpeg(sharpened(light).image(), quality);
  }

  private void expose(Light light, Random random) {
    double phase = random.nextDouble() * 2 * Math.PI;
    for (int p = 0; p < 3; p++) {
      double balance = exposure * (1 + (1 - p) * warmth);
      int from = random.nextInt(TILE * TILE);
      for (int y = 0; y < light.height; y++) {
        double row = balance * (1 + bands * Math.sin(phase + 0.02 * y));
        for (int x = 0; x < light.width; x++) {
          int at = y * light.width + x;
          double signal = light.planes[p][at] * row * falloff(light, x, y);
          double shot = gain * signal / FULL_WELL;
          double read = gain * READ_NOISE / FULL_WELL;
          float unit = NOISE[from + y * TILE + x & TILE * TILE - 1];
          light.planes[p][at] = (float) (signal + Math.sqrt(shot + read * read) * unit);
        }
      }
    }
    for (int i = 0; i < hotPixels; i++) {
      light.planes[random.nextInt(3)][random.nextInt(light.width * light.height)] = 1;
    }
  }

  private double falloff(Light light, int x, int y) {
    double dx = 2.0 * x / light.width - 1;
    double dy = 2.0 * y / light.height - 1;
    return 1 - vignetting * (dx * dx + dy * dy) / 2;
  }

  private Light sharpened(Light light) {
    Light sharp = new Light(light.width, light.height);
    for (int p = 0; p < 3; p++) {
      float[] from = light.planes[p];
      for (int i = 0; i < from.length; i++) {
        float left = from[Math.max(0, i - 1)];
        float right = from[Math.min(from.length - 1, i + 1)];
        float up = from[Math.max(0, i - light.width)];
        float down = from[Math.min(from.length - 1, i + light.width)];
        float difference = from[i] - (left + right + up + down) / 4;
        sharp.planes[p][i] = (float) (from[i] + sharpening * difference);
      }
    }
    return sharp;
  }

  /** Of deviation 1, and alike in neighbours, which a colour filter array's pixels share. */
  private static float[] noise() {
    Random random = new Random(11);
    float[] white = new float[TILE * TILE];
    for (int i = 0; i < white.length; i++) {
      white[i] = (float) random.nextGaussian();
    }
    float[] noise = new float[white.length];
    for (int i = 0; i < white.length; i++) {
      float beside = white[i + 1 & white.length - 1] + white[i + TILE & white.length - 1];
      noise[i] = (white[i] + 0.5f * beside) / (float) Math.sqrt(1.5);
    }
    return noise;
  }

  static byte[] jpeg(BufferedImage image, int quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(quality / 100f);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), how);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
