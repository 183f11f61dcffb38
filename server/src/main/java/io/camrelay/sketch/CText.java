package io.camrelay.sketch;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Text as C's source has it. */
final class CText {

  private CText() {}

  /** A string literal that holds exactly this text, in UTF-8. */
  static String literal(String text) {
    StringBuilder c = new StringBuilder(text.length() + 2).append('"');
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      switch (one) {
        case '"', '\\', '?' -> c.append('\\').append((char) one); // "??=" means "#" to some
        case '\n' -> c.append("\\n");
        default -> append(c, one & 0xff);
      }
    }
    return c.append('"').toString();
  }

  private static void append(StringBuilder c, int octet) {
    if (octet >= ' ' && octet < 0x7f) {
      c.append((char) octet);
    } else {
      // Three octal digits end by themselves; hexadecimal ones would go on into the next character.
      c.append('\\').append((char) ('0' + (octet >> 6)));
      c.append((char) ('0' + ((octet >> 3) & 7))).append((char) ('0' + (octet & 7)));
    }
  }

  /** The same for a macro, a literal for each line of the text on a source line of its own. */
  static String lines(String text) {
    List<String> lines = text.lines().map(line -> literal(line + "\n")).toList();
    return lines.stream().map(line -> "\\\n  " + line).collect(Collectors.joining(" "));
  }
}
