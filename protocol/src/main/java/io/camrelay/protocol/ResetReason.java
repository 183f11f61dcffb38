package io.camrelay.protocol;

/** Why a board last started. */
public enum ResetReason {
  /** Not known. */
  UNKNOWN(0),

  /** Power came. */
  POWER_ON(1),

  /** It restarted itself. */
  SOFTWARE(2),

  /** A crash. */
  PANIC(3),

  /** A task hung. */
  WATCHDOG(4),

  /** The supply sagged. */
  BROWNOUT(5),

  /** It woke up. */
  DEEP_SLEEP(6),

  /** The reset pin. */
  EXTERNAL(7);

  private final int number;

  ResetReason(int number) {
    this.number = number;
  }

  /** The number on the wire. */
  public int number() {
    return number;
  }

  /** The one with this number, or {@link #UNKNOWN} for a number from a later time. */
  public static ResetReason of(int number) {
    for (ResetReason value : values()) {
      if (value.number == number) {
        return value;
      }
    }
    return UNKNOWN;
  }
}
