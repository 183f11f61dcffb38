package io.camrelay.protocol;

import org.jspecify.annotations.Nullable;

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

  /** The one with this number, or null where there is none. */
  public static @Nullable AnswerStatus of(int number) {
    for (AnswerStatus value : values()) {
      if (value.number == number) {
        return value;
      }
    }
    return null;
  }
}
