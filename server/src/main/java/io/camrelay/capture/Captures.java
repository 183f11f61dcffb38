package io.camrelay.capture;

import io.camrelay.picture.FrameSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** For who wants to look at captures. */
public interface Captures {

  /** The capture with this identity. */
  CompletionStage<Optional<Capture>> find(CaptureKey key);

  /**
   * Captures, the latest first.
   *
   * @param device only this device's, null for all
   * @param state only those in this state, null for all
   * @param limit how many at most
   */
  CompletionStage<List<Capture>> latest(
      @Nullable String device, @Nullable CaptureState state, int limit);

  /**
   * A stored frame of a capture, also one that another capture has. Reading it blocks, its length
   * too; where it is not there (any more), the length is 0 and opening it fails.
   */
  FrameSource frame(FrameKey key);
}
