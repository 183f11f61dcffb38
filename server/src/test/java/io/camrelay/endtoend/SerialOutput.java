package io.camrelay.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a camera has said on its serial monitor.
 *
 * @param text all of it, as a maker saw it
 */
record SerialOutput(String text) {

  /** Where a line that was folded goes on: behind time and subject. */
  private static final String GOES_ON = " ".repeat(21);

  private static final Pattern OF_PHOTO = Pattern.compile("\\[ *\\d+\\.\\d{3}] photo (\\d+) +(.*)");

  /** Every line whole, however it was folded. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith(GOES_ON) && !lines.isEmpty()) {
        lines.add(lines.remove(lines.size() - 1) + " " + line.strip());
      } else {
        lines.add(line);
      }
    }
    return lines;
  }

  /** What was said of each photo, by its number. */
  Map<Integer, List<String>> photos() {
    Map<Integer, List<String>> photos = new TreeMap<>();
    for (String line : lines()) {
      Matcher of = OF_PHOTO.matcher(line);
      if (of.matches()) {
        photos
            .computeIfAbsent(Integer.valueOf(of.group(1)), number -> new ArrayList<>())
            .add(of.group(2));
      }
    }
    return photos;
  }

  /** How many of these sayings begin like this. */
  static long count(List<String> said, String beginning) {
    return said.stream().filter(line -> line.startsWith(beginning)).count();
  }

  /** How many lines hold this. */
  long count(String part) {
    return lines().stream().filter(line -> line.contains(part)).count();
  }
}
