package io.camrelay.protocol;

/** What a device's monitor can show; the relay folds the rest. */
public enum Charset {
  /** Printable ASCII and line feeds. */
  ASCII(0),

  /** ISO 8859-1. */
  LATIN_1(1),

  /** Everything. */
  UTF_8(2);

  private final int number;

  Charset(int number) {
    this.number = number;
  }

  /** The number on the wire. */
  public int number() {
    return number;
  }

  /** The one with this number, or {@link #ASCII} for a number from a later time. */
  public static Charset of(int number) {
    for (Charset value : values()) {
      if (value.number == number) {
        return value;
      }
    }
    return ASCII;
  }
}
