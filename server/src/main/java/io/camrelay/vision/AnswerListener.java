package io.camrelay.vision;

/** Hears what becomes of one attempt. */
public interface AnswerListener {

  /**
   * The model said something more.
   *
   * @param piece words to append; a piece may end inside a surrogate pair
   */
  void text(String piece);

  /** The last call, and exactly one: how the attempt ended. */
  void ended(AttemptResult result);
}
