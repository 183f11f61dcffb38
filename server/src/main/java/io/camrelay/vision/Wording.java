package io.camrelay.vision;

import io.camrelay.picture.Detail;
import org.jspecify.annotations.Nullable;

/**
 * How one question is really asked: the manner over the provider's own settings.
 *
 * @param systemPrompt empty for none
 * @param temperature null where none is sent, or what the settings' own members say
 * @param withoutTemperature whether one among the settings' own members is left out
 * @param effort null where none is sent, or what the settings' own members say
 * @param detail null where the provider knows no such thing
 * @param schema null for free text, or where the system prompt tells it
 */
record Wording(
    String systemPrompt,
    int answerTokens,
    @Nullable Double temperature,
    boolean withoutTemperature,
    @Nullable String effort,
    @Nullable Detail detail,
    @Nullable AnswerSchema schema) {

  static Wording of(ProviderSettings settings, Manner manner) {
    String prompt = manner.systemPrompt();
    Integer tokens = manner.answerTokens();
    Double temperature = manner.temperature();
    boolean none = temperature != null && temperature.isNaN();
    Detail own = settings.dialect().detail();
    String told = prompt != null ? prompt : settings.systemPrompt();
    AnswerSchema schema = manner.schema();
    AnswerSchema enforced = schema;
    Dialect dialect = settings.dialect();
    if (schema != null && (dialect.schemaInPrompt() || !schema.fits(dialect.api()))) {
      told = withSchema(told, schema);
      enforced = null;
    }
    return new Wording(
        told,
        tokens != null ? tokens : settings.maxAnswerTokens(),
        none ? null : temperature,
        none,
        manner.effort(),
        own == null || manner.detail() == null ? own : manner.detail(),
        enforced);
  }

  private static String withSchema(String prompt, AnswerSchema schema) {
    String order =
        "Answer with one JSON value that follows this JSON Schema, and with nothing else: ";
    return (prompt.isEmpty() ? "" : prompt + "\n\n") + order + schema.view();
  }

  Terms terms() {
    return new Terms(detail, answerTokens);
  }
}
