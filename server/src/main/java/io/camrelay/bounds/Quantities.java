package io.camrelay.bounds;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations and sizes as the configuration writes them: a number and a unit. */
public final class Quantities {

  private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*([a-zA-Z]+)");

  private Quantities() {}

  /** {@code 250ms}, {@code 30s}, {@code 5m}, {@code 2h} or {@code 7d}; null for anything else. */
  public static @Nullable Duration duration(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return null;
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      case "d" -> Duration.ofDays(count);
      default -> null;
    };
  }

  /** {@code 512B}, {@code 16KB}, {@code 64MB} or {@code 2GB}, in powers of 1024. */
  public static OptionalLong bytes(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    long unit =
        switch (matcher.group(2).toUpperCase(Locale.ROOT)) {
          case "B" -> 1L;
          case "KB", "KIB" -> 1L << 10;
          case "MB", "MIB" -> 1L << 20;
          case "GB", "GIB" -> 1L << 30;
          default -> 0L;
        };
    long count = Long.parseLong(matcher.group(1));
    return unit == 0 || count > Long.MAX_VALUE / unit
        ? OptionalLong.empty()
        : OptionalLong.of(count * unit);
  }

  /** The shortest of the forms that {@link #duration} reads. */
  public static String write(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0 || millis == 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  /** The shortest of the forms that {@link #bytes} reads. */
  public static String write(long bytes) {
    String[] units = {"B", "KB", "MB", "GB"};
    int unit = 0;
    long count = bytes;
    while (unit < units.length - 1 && count != 0 && count % 1024 == 0) {
      count /= 1024;
      unit++;
    }
    return count + units[unit];
  }
}
