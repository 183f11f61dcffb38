package io.camrelay.vision;

import io.camrelay.bounds.Bounds;
import io.camrelay.json.Json;
import io.camrelay.json.JsonException;
import io.camrelay.json.JsonView;

/**
 * The form that an answer must have: JSON that fits a schema.
 *
 * @param name 1 to 64 of a-z, A-Z, 0-9, _ and -, as OpenAI's {@code response_format} wants it
 * @param json a JSON Schema, which is an object; strict providers take a subset of the language
 */
public record AnswerSchema(String name, String json) {

  /** The longest name, in characters. */
  public static final int MAX_NAME = 64;

  /** The longest schema, in characters: it is billed as input each time. */
  public static final int MAX_JSON = 1 << 14;

  public AnswerSchema {
    if (!name.matches("[a-zA-Z0-9_-]{1," + MAX_NAME + "}")) {
      throw new IllegalArgumentException(
          "a schema's name must be 1 to %d of a-z, A-Z, 0-9, _ and -, but is \"%s\""
              .formatted(MAX_NAME, name));
    }
    Bounds.check("a schema's length", json.length(), 1, MAX_JSON);
    if (parsed(json).kind() != JsonView.Kind.OBJECT) {
      throw new IllegalArgumentException("a schema must be a JSON object");
    }
  }

  /**
   * Whether the schema is within what {@code strict} allows. One that is not would be refused, so
   * it is sent as a wish.
   */
  boolean strict() {
    return SchemaSubset.OPENAI.has(view());
  }

  /**
   * Whether the request can carry the schema; one that cannot is told to the model in its prompt.
   */
  boolean fits(Api api) {
    return switch (api) {
      case CHAT_COMPLETIONS -> SchemaSubset.isObject(view());
      case MESSAGES -> SchemaSubset.ANTHROPIC.has(view());
    };
  }

  /** To be written into a request. */
  JsonView view() {
    return parsed(json);
  }

  private static JsonView parsed(String json) {
    try {
      return Json.parse(json);
    } catch (JsonException e) {
      throw new IllegalArgumentException("a schema must be JSON: " + e.getMessage(), e);
    }
  }
}
