package io.camrelay.protocol;

/** How much a device minds waiting for an answer. */
public enum Urgency {
  /** Somebody waits. */
  NORMAL(0),

  /** Nobody waits: time-lapse, or sent later. */
  LOW(1),

  /** Ask this one first. */
  HIGH(2);

  private final int number;

  Urgency(int number) {
    this.number = number;
  }

  /** The number on the wire. */
  public int number() {
    return number;
  }

  /** The one with this number, or {@link #NORMAL} for a number from a later time. */
  public static Urgency of(int number) {
    for (Urgency value : values()) {
      if (value.number == number) {
        return value;
      }
    }
    return NORMAL;
  }
}
