package io.camrelay.picture;

import java.io.IOException;

/**
 * The rest of a frame will never come, and nobody is to do anything with what came of it: its
 * upload broke off, or it turned out to be unsound.
 */
public final class FrameAbandoned extends IOException {

  /**
   * @param why in words for the operator
   */
  public FrameAbandoned(String why) {
    super(why);
  }
}
