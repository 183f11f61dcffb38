package io.camrelay.vision;

/**
 * An upstream vision API with a model. One call of {@link #ask} is one attempt: nothing is asked
 * again in here, except that a pooled connection which turns out to be dead before the request left
 * is replaced by a fresh one.
 */
public interface Provider extends AutoCloseable {

  /** The name that the configuration gives it. */
  String name();

  /** The model that it will ask, as the provider spells it. */
  String model();

  /** How fast it may be asked. */
  Pace pace();

  /** What a question would be asked with in this manner, for those who ask what it will cost. */
  Terms terms(Manner manner);

  /**
   * Starts one attempt and returns at once. The listener is called from the provider's own threads,
   * never two calls at a time.
   */
  Inquiry ask(Ask ask, AnswerListener listener);

  /** Ends every attempt that is under way as cancelled and frees connections and threads. */
  @Override
  void close();
}
