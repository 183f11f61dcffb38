package io.camrelay.protocol;

/** The stages that a device is told of between STORED and the answer. */
public enum StageKind {
  /** Anything else; the detail tells. */
  OTHER(0),

  /** The picture is sound. */
  CHECKED(1),

  /** It waits for its turn. */
  QUEUED(2),

  /** A provider is being asked. */
  ASKING(3),

  /** An attempt failed; the relay tries again. */
  RETRYING(4),

  /** The relay's disk is slow; it has stopped reading for a while. */
  BUSY(5);

  private final int number;

  StageKind(int number) {
    this.number = number;
  }

  /** The number on the wire. */
  public int number() {
    return number;
  }

  /** The one with this number, or {@link #OTHER} for a number from a later time. */
  public static StageKind of(int number) {
    for (StageKind value : values()) {
      if (value.number == number) {
        return value;
      }
    }
    return OTHER;
  }
}
