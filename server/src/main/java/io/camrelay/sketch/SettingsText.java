package io.camrelay.sketch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a sketch's {@code Settings.h}: its {@code #define} lines, which may be continued by a
 * backslash at their ends, and everything between them as it is.
 */
final class SettingsText {

  private static final Pattern DEFINE =
      Pattern.compile("\\s*#\\s*define\\s+([A-Za-z_]\\w*)(?:[\\s].*)?", Pattern.DOTALL);
  private static final String CONTINUED = "\\";

  /**
   * A line, or several where they are continued.
   *
   * @param define the name that it defines; empty where it defines none
   * @param text without the last line's end
   */
  private record Line(String define, String text) {}

  private final List<Line> lines;

  private SettingsText(List<Line> lines) {
    this.lines = lines;
  }

  static SettingsText parse(String text) {
    List<Line> lines = new ArrayList<>();
    StringBuilder whole = new StringBuilder();
    for (String line : text.lines().toList()) {
      whole.append(line);
      if (line.endsWith(CONTINUED)) {
        whole.append('\n');
        continue;
      }
      lines.add(line(whole.toString()));
      whole.setLength(0);
    }
    if (whole.length() > 0) {
      lines.add(line(whole.toString()));
    }
    return new SettingsText(lines);
  }

  private static Line line(String text) {
    Matcher define = DEFINE.matcher(text);
    return new Line(define.matches() ? define.group(1) : "", text);
  }

  /** True where the name is defined; a commented-out line defines nothing. */
  boolean defines(String name) {
    return lines.stream().anyMatch(line -> line.define().equals(name));
  }

  /**
   * The same text with other values.
   *
   * @param values in C, by their names, each of which the text defines once
   */
  SettingsText with(Map<String, String> values) {
    for (String name : values.keySet()) {
      long times = lines.stream().filter(line -> line.define().equals(name)).count();
      if (times != 1) {
        throw new IllegalStateException(
            "the sketch's Settings.h defines %s %d times".formatted(name, times));
      }
    }
    return new SettingsText(
        lines.stream()
            .map(
                line -> {
                  String value = values.get(line.define());
                  return value == null
                      ? line
                      : new Line(line.define(), "#define " + line.define() + " " + value);
                })
            .toList());
  }

  /**
   * The same text with what somebody has set in an older one: each of its lines takes the place of
   * the one that defines the same, and those that this text does not know are put at its end.
   */
  SettingsText keeping(SettingsText older) {
    Map<String, Line> left = new LinkedHashMap<>();
    older.lines.stream()
        .filter(line -> !line.define().isEmpty())
        .forEach(line -> left.putIfAbsent(line.define(), line));
    List<Line> merged = new ArrayList<>();
    for (Line line : lines) {
      Line kept = left.remove(line.define());
      merged.add(kept == null ? line : kept);
    }
    if (!left.isEmpty()) {
      merged.add(new Line("", ""));
      merged.add(new Line("", "// From the Settings.h that was here before."));
      merged.addAll(left.values());
    }
    return new SettingsText(merged);
  }

  /** True where the name's value is a string literal with something in it. */
  boolean isSet(String name) {
    Pattern empty = Pattern.compile("\\s*#\\s*define\\s+" + name + "(\\s*|\\s+\"\"\\s*(//.*)?)");
    return lines.stream()
        .anyMatch(line -> line.define().equals(name) && !empty.matcher(line.text()).matches());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.text()).append('\n'));
    return text.toString();
  }
}
