package io.camrelay.protocol;

/** How bad a line of a log is. */
public enum LogLevel {
  /** For a developer. */
  DEBUG(0),

  /** The normal story. */
  INFO(1),

  /** Something to look at. */
  WARN(2),

  /** Something failed. */
  ERROR(3);

  private final int number;

  LogLevel(int number) {
    this.number = number;
  }

  /** The number on the wire. */
  public int number() {
    return number;
  }

  /** The one with this number, or {@link #INFO} for a number from a later time. */
  public static LogLevel of(int number) {
    for (LogLevel value : values()) {
      if (value.number == number) {
        return value;
      }
    }
    return INFO;
  }
}
