package io.camrelay.capture;

/**
 * Where a capture is.
 *
 * <pre>
 *   RECEIVING ──► QUEUED ──► ASKING ──► ANSWERED
 *       │            │  ◄──────┘│
 *       └────────────┴──────────┴─────► FAILED
 * </pre>
 */
public enum CaptureState {
  /** The frame is on its way in; nothing is promised. */
  RECEIVING,
  /** Frame and record are durable; it waits to be asked, for the first time or again. */
  QUEUED,
  /** An attempt has been recorded and may be under way. */
  ASKING,
  /** Ended: the whole answer is durable. */
  ANSWERED,
  /** Ended: there is a code and a hint. */
  FAILED;

  /** True where nothing more will become of it. */
  public boolean ended() {
    return this == ANSWERED || this == FAILED;
  }
}
