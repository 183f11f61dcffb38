package io.camrelay.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Texts of others, made safe for a terminal: no escape sequences, no tricks with direction. */
final class Plain {

  private static final Pattern UNSAFE =
      Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]|[\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

  private Plain() {}

  /** Line feeds and tabs stay. */
  static String text(String text) {
    return UNSAFE.matcher(text).replaceAll("?");
  }

  /** One line: runs of white space become one space. */
  static String line(String text) {
    return text(text).strip().replaceAll("\\s+", " ");
  }

  /**
   * Lines of at most so many characters, broken between words; all but the first are indented.
   *
   * @param width a word that is longer stays whole
   */
  static List<String> wrapped(String text, int width, int indent) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : line(text).split(" ", -1)) {
      if (line.length() + 1 + word.length() > width && !line.toString().isBlank()) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(indent)).append(word);
      } else {
        line.append(line.isEmpty() ? "" : " ").append(word);
      }
    }
    lines.add(line.toString());
    return lines;
  }

  /** One line of at most so many characters; an ellipsis stands for the rest. */
  static String shortLine(String text, int width) {
    String line = line(text);
    return line.length() <= width ? line : line.substring(0, width - 1) + "…";
  }
}
