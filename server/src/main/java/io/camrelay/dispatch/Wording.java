package io.camrelay.dispatch;

import io.camrelay.device.EffectiveProfile;
import io.camrelay.device.Temperature;
import io.camrelay.vision.AnswerSchema;
import io.camrelay.vision.Ask;
import io.camrelay.vision.Manner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a profile into a provider's terms. */
final class Wording {

  /** What a profile's schema is called where a provider wants a name for it. */
  private static final String SCHEMA = "answer";

  /** As long as a provider's own system prompt usually is. */
  private static final int PROVIDERS_PROMPT_BYTES = 512;

  private Wording() {}

  /** How a question is to be asked under this profile. */
  static Manner manner(EffectiveProfile profile) {
    return new Manner(
        profile.systemPrompt(),
        profile.answerTokens(),
        temperature(profile.temperature()),
        profile.effort(),
        profile.detail(),
        profile.schema().isEmpty() ? null : new AnswerSchema(SCHEMA, profile.schema()));
  }

  /** The question, and in which language it is to be answered where the profile says so. */
  static String asked(String question, EffectiveProfile profile) {
    return profile.language().isEmpty()
        ? question
        : question + " (Answer in " + profile.language() + ".)";
  }

  /** How much text goes out, in bytes of UTF-8. */
  static long bytes(EffectiveProfile profile, List<Ask.Turn> earlier, String question) {
    String prompt = profile.systemPrompt();
    long bytes = prompt == null ? PROVIDERS_PROMPT_BYTES : length(prompt);
    for (Ask.Turn turn : earlier) {
      bytes += length(turn.question()) + length(turn.answer());
    }
    return bytes + length(asked(question, profile)) + length(profile.schema());
  }

  private static long length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static @Nullable Double temperature(@Nullable Temperature temperature) {
    if (temperature == null) {
      return null;
    }
    return temperature.value() == null ? Manner.NO_TEMPERATURE : temperature.value();
  }
}
