package io.camrelay.picture;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;

/**
 * Names colours: each is given the name of the {@link NamedColour} nearest to it in CIELAB (CIE
 * 1976 difference), which is roughly how alike they look.
 */
final class Palette {

  private static final Map<NamedColour, Lab> NAMED = named();

  private Palette() {}

  private static Map<NamedColour, Lab> named() {
    Map<NamedColour, Lab> named = new EnumMap<>(NamedColour.class);
    for (NamedColour name : NamedColour.values()) {
      named.put(name, Lab.of(name.rgb()));
    }
    return Map.copyOf(named);
  }

  /** The name for a colour in sRGB, given as 0xRRGGBB. */
  static NamedColour nearest(int rgb) {
    Lab lab = Lab.of(rgb);
    return NAMED.entrySet().stream()
        .min(Comparator.comparingDouble(named -> lab.squaredDistance(named.getValue())))
        .orElseThrow()
        .getKey();
  }

  /** CIELAB for the white of D65, from sRGB as in IEC 61966-2-1 and CIE 15. */
  private record Lab(double lightness, double a, double b) {

    private static final double WHITE_X = 0.95047;
    private static final double WHITE_Z = 1.08883;
    private static final double EPSILON = 216.0 / 24389;
    private static final double KAPPA = 24389.0 / 27;

    static Lab of(int rgb) {
      double red = linear(rgb >> 16 & 0xFF);
      double green = linear(rgb >> 8 & 0xFF);
      double blue = linear(rgb & 0xFF);
      double x = bend((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / WHITE_X);
      double y = bend(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue);
      double z = bend((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / WHITE_Z);
      return new Lab(116 * y - 16, 500 * (x - y), 200 * (y - z));
    }

    double squaredDistance(Lab other) {
      double dl = lightness - other.lightness;
      double da = a - other.a;
      double db = b - other.b;
      return dl * dl + da * da + db * db;
    }

    private static double linear(int value) {
      double share = value / 255.0;
      return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    private static double bend(double share) {
      return share > EPSILON ? Math.cbrt(share) : (KAPPA * share + 16) / 116;
    }
  }
}
