package io.camrelay.protocol;

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

  /** The one with this number, or {@link #THIS_DISK} for a number from a later time. */
  public static Promise of(int number) {
    for (Promise value : values()) {
      if (value.number == number) {
        return value;
      }
    }
    return THIS_DISK;
  }
}
