package io.camrelay.relay;

import io.camrelay.dispatch.DispatchSettings;
import java.time.Duration;

/** Reads the section {@code [asking]}. */
final class AskingConfig {

  private AskingConfig() {}

  static DispatchSettings read(ConfigSource source) {
    DispatchSettings usual = DispatchSettings.defaults();
    String question =
        source.text(
            "asking.question",
            usual.question(),
            "what is asked where a capture brings no question");
    Duration deadline =
        source.duration(
            "asking.deadline",
            usual.deadline(),
            DispatchSettings.MIN_DEADLINE,
            DispatchSettings.MAX_DEADLINE,
            "from STORED to the end of a capture, every attempt and wait included");
    int concurrency =
        source.number(
            "asking.concurrency",
            usual.concurrency(),
            1,
            DispatchSettings.MAX_CONCURRENCY,
            "the most captures that are asked about at a time");
    int perProvider =
        source.number(
            "asking.concurrency_per_provider",
            usual.concurrencyPerProvider(),
            1,
            DispatchSettings.MAX_CONCURRENCY,
            "how many of them at one provider");
    int maxAnswer =
        source.number(
            "asking.max_answer",
            usual.maxAnswer(),
            DispatchSettings.MIN_ANSWER,
            DispatchSettings.MAX_ANSWER,
            "characters of an answer that are taken; what goes beyond is cut off");
    Duration stopPatience =
        source.duration(
            "asking.stop_patience",
            usual.stopPatience(),
            Duration.ZERO,
            DispatchSettings.MAX_STOP_PATIENCE,
            "how long attempts may go on when the relay stops");
    try {
      return new DispatchSettings(
          question, deadline, concurrency, perProvider, maxAnswer, stopPatience);
    } catch (IllegalArgumentException e) {
      source.refuse("asking.question", String.valueOf(e.getMessage()));
      return usual;
    }
  }
}
