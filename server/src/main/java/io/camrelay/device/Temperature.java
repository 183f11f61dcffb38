package io.camrelay.device;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How surprising a model may be.
 *
 * @param value 0 for the likeliest words to {@link #MAX}; null where none is sent at all, because
 *     models that reason refuse any
 */
public record Temperature(@Nullable Double value) {

  /** The highest that any provider takes. */
  public static final double MAX = 2;

  /** None is sent. */
  public static final Temperature NONE = new Temperature(null);

  private static final String NONE_WORD = "none";

  public Temperature {
    if (value != null && !(value >= 0 && value <= MAX)) {
      throw new IllegalArgumentException("a temperature is 0 to 2 or none, not " + value);
    }
  }

  /** Reads a number or {@code none}; null for anything else. */
  static @Nullable Temperature parse(String written) {
    if (written.equals(NONE_WORD)) {
      return NONE;
    }
    try {
      double value = Double.parseDouble(written);
      return value >= 0 && value <= MAX ? new Temperature(value) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return value == null ? NONE_WORD : String.format(Locale.ROOT, "%s", value);
  }
}
