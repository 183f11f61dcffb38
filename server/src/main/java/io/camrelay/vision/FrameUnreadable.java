package io.camrelay.vision;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The frame, not the network, failed while a request was written. */
final class FrameUnreadable extends IOException {

  FrameUnreadable(String why, @Nullable IOException cause) {
    super("the stored frame cannot be read: " + why, cause);
  }
}
