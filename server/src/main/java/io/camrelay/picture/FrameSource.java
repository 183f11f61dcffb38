package io.camrelay.picture;

import java.io.IOException;
import java.io.InputStream;

/**
 * A frame that can be read, more than once, without ever being in memory as a whole. It is stored,
 * or still arriving: then reading waits for what has not come yet.
 */
public interface FrameSource {

  /** The frame's bytes, also where not all have come. */
  int length();

  /**
   * Reads the frame from its start. The caller closes the stream; it may do so from another thread
   * than the one that reads, and a read that waits must then end.
   *
   * @throws IOException when the frame cannot be read (any more). Reading throws {@link
   *     FrameAbandoned} where the rest will never come
   */
  InputStream open() throws IOException;
}
