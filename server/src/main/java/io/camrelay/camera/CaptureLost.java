package io.camrelay.camera;

/** A capture that this camera does not go on with, though the relay has not ended it. */
public final class CaptureLost extends RuntimeException {

  private static final long serialVersionUID = 1;

  CaptureLost(String why) {
    super(why);
  }
}
