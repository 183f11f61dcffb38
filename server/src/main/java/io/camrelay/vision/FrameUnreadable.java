package io.camrelay.vision;

import io.camrelay.picture.FrameAbandoned;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The frame, not the network, failed while a request was written. */
final class FrameUnreadable extends IOException {

  FrameUnreadable(String why, @Nullable IOException cause) {
    super("the frame cannot be read: " + why, cause);
  }

  /** Whether nothing is wrong with the frame but that its rest will never come. */
  boolean abandoned() {
    return getCause() instanceof FrameAbandoned;
  }
}
