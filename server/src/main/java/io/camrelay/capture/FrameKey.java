package io.camrelay.capture;

/**
 * A frame's identity.
 *
 * @param capture the capture that it belongs to
 * @param index which frame of it, from 0
 */
public record FrameKey(CaptureKey capture, int index) {

  /** The first frame of a capture, and of most the only one. */
  public static FrameKey first(CaptureKey capture) {
    return new FrameKey(capture, 0);
  }

  /** As logs write it: the capture's short form, and which frame where that is not the first. */
  public String shortForm() {
    return index == 0 ? capture.shortForm() : capture.shortForm() + "#" + index;
  }

  @Override
  public String toString() {
    return capture.device() + "/" + shortForm();
  }
}
