package io.camrelay.capture;

/**
 * Sees to it that stored captures are asked about. All calls return at once, from any thread, and
 * are hints: one that is lost costs time, never a capture.
 */
public interface Dispatch {

  /** A frame begins to arrive, from its first byte: its bytes are given to what this returns. */
  Arrival arriving(Press press, Frame frame);

  /** The capture has become QUEUED and durable, and whoever waits for it has been told. */
  void stored(CaptureKey key);

  /**
   * The capture was ended with {@link Uploads#fail} after it was stored: an attempt that is under
   * way is hung up.
   */
  void cancelled(CaptureKey key);
}
