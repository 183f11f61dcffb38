package io.camrelay.protocol;

import org.jspecify.annotations.Nullable;

/** What a STORED capture is safe from. */
public enum Promise {
  /** A crash or power cut of the relay's machine. */
  THIS_DISK(1),

  /** The loss of the relay's machine. */
  CLUSTER(2);

  private final int number;

  Promise(int number) {
    this.number = number;
  }

  /** The number on the wire. */
  public int number() {
    return number;
  }

  /** The one with this number, or null where there is none. */
  public static @Nullable Promise of(int number) {
    for (Promise value : values()) {
      if (value.number == number) {
        return value;
      }
    }
    return null;
  }
}
