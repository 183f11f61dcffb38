package io.camrelay.dispatch;

import io.camrelay.capture.Attempt;
import io.camrelay.capture.CaptureKey;

/** Hears of each attempt's end once it is durable. Called on the dispatcher's thread. */
@FunctionalInterface
public interface AttemptListener {

  /** Hears nothing. */
  AttemptListener NONE = (key, attempt, end) -> {};

  /**
   * An attempt is over.
   *
   * @param attempt as it was begun
   * @param end how it ended and what it took
   */
  void ended(CaptureKey key, Attempt attempt, Attempt.End end);
}
