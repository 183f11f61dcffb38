package io.camrelay.bounds;

import java.time.Duration;

/** Refuses settings that are out of bounds, by name and with the bounds. */
public final class Bounds {

  private Bounds() {}

  /**
   * Takes a number from least to most, both included.
   *
   * @param name the setting's name, which begins the message
   * @throws IllegalArgumentException for any other number
   */
  public static void check(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d, but must be %d to %d".formatted(name, value, least, most));
    }
  }

  /**
   * Takes a time from least to most, both included.
   *
   * @param name the setting's name, which begins the message
   * @throws IllegalArgumentException for any other time
   */
  public static void check(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s is %s, but must be %s to %s"
              .formatted(name, words(value), words(least), words(most)));
    }
  }

  private static String words(Duration duration) {
    boolean whole = duration.toMillis() % 1_000 == 0;
    return whole ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
  }
}
