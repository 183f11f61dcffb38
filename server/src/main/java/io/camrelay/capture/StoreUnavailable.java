package io.camrelay.capture;

import io.camrelay.protocol.Code;
import java.time.Duration;

/** The store has done nothing, and coming back later helps: a full disk or a full queue. */
public final class StoreUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Code code;
  private final Duration retryAfter;

  /**
   * @param code one that may ride on DEFERRED
   * @param retryAfter when to come back
   */
  public StoreUnavailable(Code code, Duration retryAfter, String message) {
    super(message, null, false, false);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** Why, as the device is told. */
  public Code code() {
    return code;
  }

  /** When to come back. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
