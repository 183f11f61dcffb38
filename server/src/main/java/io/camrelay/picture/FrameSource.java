package io.camrelay.picture;

import java.io.IOException;
import java.io.InputStream;

/** A stored frame that can be read, more than once, without ever being in memory as a whole. */
public interface FrameSource {

  /** The frame's bytes. */
  int length();

  /**
   * Reads the frame from its start. The caller closes the stream.
   *
   * @throws IOException when the frame cannot be read (any more)
   */
  InputStream open() throws IOException;
}
