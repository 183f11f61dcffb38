package io.camrelay.vision;

import io.camrelay.bounds.Bounds;
import io.camrelay.picture.Detail;
import org.jspecify.annotations.Nullable;

/**
 * How a question is to be asked. Null stands for the provider's own choice, as its settings have
 * it; what a provider does not know, it is not sent.
 *
 * @param systemPrompt what the model is told before any question; empty for nothing
 * @param answerTokens what the model may spend on the answer, hidden reasoning included
 * @param temperature 0 for the likeliest words to 2 for surprising ones; {@link #NO_TEMPERATURE}
 *     for none at all, as models that reason refuse any
 * @param effort how long the model may reason, in the provider's words: {@code none}, {@code low},
 *     {@code high} …
 * @param detail how closely it looks at the pictures
 * @param schema the form of the answer; there is none in the provider's settings, so that null
 *     means free text
 */
public record Manner(
    @Nullable String systemPrompt,
    @Nullable Integer answerTokens,
    @Nullable Double temperature,
    @Nullable String effort,
    @Nullable Detail detail,
    @Nullable AnswerSchema schema) {

  /** All as the provider's settings have it. */
  public static final Manner PROVIDERS_OWN = new Manner(null, null, null, null, null, null);

  /** No temperature is sent, even where the provider's settings have one. */
  public static final Double NO_TEMPERATURE = Double.NaN;

  /** The highest temperature that any provider takes. */
  public static final double MAX_TEMPERATURE = 2;

  public Manner {
    if (systemPrompt != null && systemPrompt.length() > ProviderSettings.MAX_PROMPT) {
      throw new IllegalArgumentException(
          "a system prompt must be at most %d characters, but is %d"
              .formatted(ProviderSettings.MAX_PROMPT, systemPrompt.length()));
    }
    if (answerTokens != null) {
      Bounds.check("answerTokens", answerTokens, 1, ProviderSettings.MAX_ANSWER_TOKENS);
    }
    if (temperature != null && (temperature < 0 || temperature > MAX_TEMPERATURE)) {
      throw new IllegalArgumentException(
          "temperature must be from 0 to %s, but is %s".formatted(MAX_TEMPERATURE, temperature));
    }
    if (effort != null && !effort.matches("[a-z]{1,16}")) {
      throw new IllegalArgumentException(
          "effort must be a word such as none, low or high, but is \"" + effort + "\"");
    }
  }
}
