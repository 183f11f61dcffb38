package io.camrelay.session;

import java.nio.charset.StandardCharsets;

/** Texts from elsewhere, made fit for the wire and for a log. */
final class Texts {

  private Texts() {}

  /** At most so many bytes of UTF-8, without a part of a character. */
  static String cut(String text, int mostBytes) {
    if (text.length() * 3L <= mostBytes) {
      return text;
    }
    int bytes = 0;
    int at = 0;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      bytes += Character.toString(codePoint).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > mostBytes) {
        return text.substring(0, at);
      }
      at += Character.charCount(codePoint);
    }
    return text;
  }

  /** One line that cannot forge another one, steer a terminal or turn the direction of writing. */
  static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            codePoint -> {
              if (isHarmless(codePoint)) {
                line.appendCodePoint(codePoint);
              } else {
                line.append(String.format("\\u%04x", codePoint));
              }
            });
    return line.toString();
  }

  private static boolean isHarmless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          false;
      default -> true;
    };
  }
}
