package io.camrelay.vision;

/** Hears what becomes of one attempt. */
public interface AnswerListener {

  /**
   * The provider said beside its answer how much it will still take. Comes at most once, before any
   * text, and also where the answer is a refusal.
   */
  default void limits(RateLimits limits) {}

  /**
   * The provider has begun to answer, and has not refused. Comes at most once, before any text.
   *
   * @param stream whether words come as the model speaks them, and not all at its end
   */
  default void answering(boolean stream) {}

  /**
   * The model said something more.
   *
   * @param piece words to append; a piece may end inside a surrogate pair
   */
  void text(String piece);

  /** The last call, and exactly one: how the attempt ended. */
  void ended(AttemptResult result);
}
