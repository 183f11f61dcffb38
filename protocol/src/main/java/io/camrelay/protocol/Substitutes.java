package io.camrelay.protocol;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to write in ASCII for a character that models like and plain monitors lack. Only what
 * decomposition would lose or get wrong stands here: {@code é} and {@code ½} come apart by
 * themselves.
 */
final class Substitutes {

  /** Each line: the ASCII text, a space, and the characters that it stands for. */
  private static final String TABLE =
      """
      ' \u2018\u2019\u201A\u201B\u2032\u02BC\u02B9
      " \u201C\u201D\u201E\u201F\u2033\u00AB\u00BB
      < \u2039\u27E8
      > \u203A\u27E9
      - \u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2500\u2501
      | \u00A6\u2502\u2503
      * \u2022\u2023\u25AA\u25CF\u25E6\u2217
      . \u00B7\u22C5
      x \u00D7
      / \u00F7\u2044\u2215
      ~ \u2248\u223C
      ! \u00A1
      -> \u2192
      <- \u2190
      <-> \u2194
      => \u21D2
      <= \u2264
      >= \u2265
      != \u2260
      +/- \u00B1
      (c) \u00A9
      (R) \u00AE
      deg \u00B0
      u \u00B5\u03BC
      c \u00A2
      GBP \u00A3
      JPY \u00A5
      EUR \u20AC
      S \u00A7
      ss \u00DF
      SS \u1E9E
      ae \u00E6
      AE \u00C6
      oe \u0153
      OE \u0152
      o \u00F8
      O \u00D8
      d \u00F0\u0111
      D \u00D0\u0110
      th \u00FE
      Th \u00DE
      l \u0142
      L \u0141
      h \u0127
      H \u0126
      i \u0131
      ng \u014B
      NG \u014A
      """;

  private static final Map<Integer, String> BY_CODE_POINT = new HashMap<>();

  static {
    for (String line : TABLE.lines().toList()) {
      int space = line.indexOf(' ');
      String text = line.substring(0, space);
      line.substring(space + 1).codePoints().forEach(each -> BY_CODE_POINT.put(each, text));
    }
  }

  private Substitutes() {}

  static @Nullable String of(int codePoint) {
    return BY_CODE_POINT.get(codePoint);
  }
}
