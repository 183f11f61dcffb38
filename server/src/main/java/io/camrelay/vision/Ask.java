package io.camrelay.vision;

import io.camrelay.bounds.Bounds;
import io.camrelay.picture.FrameSource;
import java.time.Duration;
import java.util.List;

/**
 * What is asked in one attempt.
 *
 * @param frames the pictures that the conversation is about, in the order in which they were taken;
 *     at least one
 * @param earlier what was asked and answered about them before, oldest first
 * @param question what is asked now
 * @param manner how it is to be asked, where that is not the provider's own choice
 * @param timeLeft how long the attempt may take in all
 */
public record Ask(
    List<FrameSource> frames,
    List<Turn> earlier,
    String question,
    Manner manner,
    Duration timeLeft) {

  /** Anthropic takes no more in one request, and nobody takes fewer. */
  public static final int MAX_FRAMES = 100;

  public Ask {
    frames = List.copyOf(frames);
    earlier = List.copyOf(earlier);
    Bounds.check("frames", frames.size(), 1, MAX_FRAMES);
  }

  /** One question of a conversation and its answer. */
  public record Turn(String question, String answer) {}
}
