package io.camrelay.vision;

import io.camrelay.picture.FrameSource;
import java.time.Duration;
import java.util.List;

/**
 * What is asked in one attempt.
 *
 * @param frame the picture that the conversation is about
 * @param earlier what was asked and answered about it before, oldest first
 * @param question what is asked now
 * @param timeLeft how long the attempt may take in all
 */
public record Ask(FrameSource frame, List<Turn> earlier, String question, Duration timeLeft) {

  public Ask {
    earlier = List.copyOf(earlier);
  }

  /** One question of a conversation and its answer. */
  public record Turn(String question, String answer) {}
}
