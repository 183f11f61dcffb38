package io.camrelay.dispatch;

import io.camrelay.capture.Beginning.Sent;
import io.camrelay.picture.Fit;
import io.camrelay.picture.FrameSource;
import io.camrelay.usage.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pictures that go out.
 *
 * @param frames where their bytes are
 * @param sizes in pixels; none where they are not known
 * @param sent what goes out in the frame's place; null where that is the frame as it is
 */
record Sending(List<FrameSource> frames, List<Size> sizes, @Nullable Sent sent) {

  Sending {
    frames = List.copyOf(frames);
    sizes = List.copyOf(sizes);
  }

  /** A frame that was reduced. */
  static Sending of(Fit.Fitted fitted) {
    return new Sending(
        List.of(fitted),
        List.of(new Size(fitted.width(), fitted.height())),
        new Sent(fitted.width(), fitted.height(), fitted.length(), fitted.crc32()));
  }
}
