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
  /** A frame of it is on its way in, or yet to come. */
  RECEIVING,
  /** All frames and the record are durable; it waits to be asked, for the first time or again. */
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
