package io.camrelay.protocol;

/** How whole an answer is. */
public enum AnswerStatus {
  /** The model ended by itself. */
  COMPLETE(0),

  /** The limit of tokens or bytes was reached. */
  CUT(1);

  private final int number;

  AnswerStatus(int number) {
    this.number = number;
  }

  /** The number on the wire. */
  public int number() {
    return number;
  }

  /** The one with this number, or {@link #CUT} for a number from a later time. */
  public static AnswerStatus of(int number) {
    for (AnswerStatus value : values()) {
      if (value.number == number) {
        return value;
      }
    }
    return CUT;
  }
}
