package io.camrelay.protocol;

/** What started a capture. */
public enum Trigger {
  /** The touch pad. */
  TOUCH(0),

  /** A button. */
  BUTTON(1),

  /** A command on the serial monitor. */
  SERIAL(2),

  /** The profile's interval. */
  TIMER(3),

  /** CAPTURE_NOW. */
  REMOTE(4),

  /** Anything else. */
  OTHER(5);

  private final int number;

  Trigger(int number) {
    this.number = number;
  }

  /** The number on the wire. */
  public int number() {
    return number;
  }

  /** The one with this number, or {@link #OTHER} for a number from a later time. */
  public static Trigger of(int number) {
    for (Trigger value : values()) {
      if (value.number == number) {
        return value;
      }
    }
    return OTHER;
  }
}
