package io.camrelay.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Moments as people and as scripts read them. */
final class Times {

  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private Times() {}

  /** In the machine's time zone; a dash for none. */
  static String local(@Nullable Instant moment) {
    return moment == null ? "-" : LOCAL.format(moment.atZone(ZoneId.systemDefault()));
  }

  /** In UTC with milliseconds, as ISO 8601; null for none. */
  static @Nullable String iso(@Nullable Instant moment) {
    return moment == null ? null : moment.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
