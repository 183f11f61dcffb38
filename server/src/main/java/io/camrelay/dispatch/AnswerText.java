package io.camrelay.dispatch;

/**
 * An answer as it grows: well-formed whatever the provider sends, and bounded. What is handed on
 * piece by piece adds up to exactly what is kept, so that a device's offsets stay right. Not safe
 * for several threads.
 */
final class AnswerText {

  private static final char REPLACEMENT = '\uFFFD';

  private final int max;
  private final StringBuilder whole = new StringBuilder();

  /** A high surrogate whose other half has not come yet, 0 where there is none. */
  private char half;

  private boolean full;

  /**
   * @param max characters that are kept
   */
  AnswerText(int max) {
    this.max = max;
  }

  /**
   * Takes what the model said.
   *
   * @param piece may begin or end inside a surrogate pair
   * @return what of it can be handed on now, may be empty
   */
  String append(CharSequence piece) {
    int before = whole.length();
    for (int i = 0; i < piece.length() && !full; i++) {
      take(piece.charAt(i));
    }
    return whole.substring(before);
  }

  /** Takes what was held back, as nothing will complete it: to be called once, at the end. */
  String finish() {
    int before = whole.length();
    if (half != 0) {
      half = 0;
      put(REPLACEMENT);
    }
    return whole.substring(before);
  }

  /** True where the model said more than is kept. */
  boolean full() {
    return full;
  }

  /** What is kept so far. */
  String whole() {
    return whole.toString();
  }

  private void take(char c) {
    if (half != 0) {
      char first = half;
      half = 0;
      if (Character.isLowSurrogate(c)) {
        putPair(first, c);
        return;
      }
      put(REPLACEMENT);
    }
    if (Character.isHighSurrogate(c)) {
      half = c;
    } else {
      put(Character.isLowSurrogate(c) ? REPLACEMENT : c);
    }
  }

  private void put(char c) {
    full = full || whole.length() >= max;
    if (!full) {
      whole.append(c);
    }
  }

  private void putPair(char high, char low) {
    full = full || whole.length() + 2 > max;
    if (!full) {
      whole.append(high).append(low);
    }
  }
}
