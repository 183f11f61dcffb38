package io.camrelay.session;

import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Frame;
import io.camrelay.capture.FrameKey;
import io.camrelay.capture.Press;

/**
 * What a device has bound a handle to.
 *
 * @param press what it said of the capture
 * @param frame which frame of it; one without bytes for a further question
 * @param joins true where other frames of the capture are under way on this connection, so that
 *     what the device is told for them of the capture's end is for this one too
 */
record Bound(int handle, Press press, Frame frame, boolean joins) {

  /** The capture's. */
  CaptureKey key() {
    return press.key();
  }

  FrameKey frameKey() {
    return new FrameKey(press.key(), frame.index());
  }
}
