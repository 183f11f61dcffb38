package io.camrelay.capture;

import io.camrelay.protocol.StageKind;
import java.time.Duration;

/**
 * Hears what becomes of a device's captures, on the thread of whoever makes it happen: a listener
 * hands over and returns at once.
 */
public interface CaptureListener {

  /** A capture has reached a stage. */
  void stage(CaptureKey key, StageKind stage, Duration retryIn, String detail);

  /**
   * The model said something more.
   *
   * @param generation the attempt's ordinal; a higher one begins the answer anew
   * @param offset where in this generation's text the piece begins, counted in {@code char}s: who
   *     has not heard an answer from its start knows it by this
   * @param piece words to append
   */
  void text(CaptureKey key, int generation, int offset, String piece);

  /**
   * The capture has ended, and that is durable.
   *
   * @param generation the attempt whose pieces were the answer, 0 where there were none
   */
  void ended(CaptureKey key, int generation, Ending ending);
}
