package io.camrelay.sketch;

import java.io.IOException;

/** A sketch cannot be written there; the message says why, and what to do. */
public final class SketchException extends IOException {

  private static final long serialVersionUID = 1L;

  SketchException(String message) {
    super(message);
  }
}
