package io.camrelay.capture;

/**
 * Where the bytes of a frame go beside the store while it arrives, so that asking can begin before
 * it is whole. Called on the thread of the device's link; returns at once.
 */
public interface Arrival {

  /** Nobody is interested. */
  Arrival IGNORED =
      new Arrival() {
        @Override
        public void bytes(byte[] from, int offset, int count) {}

        @Override
        public void brokenOff(String why) {}
      };

  /** Some more of the frame, without a gap, from its start on. The array is the caller's again. */
  void bytes(byte[] from, int offset, int count);

  /**
   * The rest will not come this way, or what came is unsound: nothing that was begun with it may be
   * completed. Once the capture is stored, this has no effect.
   *
   * @param why in words for the operator
   */
  void brokenOff(String why);
}
