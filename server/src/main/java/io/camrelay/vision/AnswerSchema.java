package io.camrelay.vision;

import io.camrelay.bounds.Bounds;
import io.camrelay.json.Json;
import io.camrelay.json.JsonException;
import io.camrelay.json.JsonView;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

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
   * Whether the schema is within what {@code strict} allows (OpenAI's guide to structured outputs):
   * each object names all of its properties as required and allows no others. One that is not would
   * be refused, so it is sent as a wish.
   */
  boolean strict() {
    return strict(view());
  }

  private static boolean strict(JsonView schema) {
    if (schema.kind() != JsonView.Kind.OBJECT) {
      return true;
    }
    Map<String, JsonView> properties = schema.members("properties");
    if (!properties.isEmpty() || "object".equals(schema.text("type"))) {
      Set<String> required = new HashSet<>();
      schema.elements("required").forEach(name -> required.add(String.valueOf(name.text())));
      boolean open = schema.flag("additionalProperties").orElse(true);
      if (open || !required.containsAll(properties.keySet())) {
        return false;
      }
    }
    return Stream.of(
            properties.values().stream(),
            schema.members("$defs").values().stream(),
            schema.elements("anyOf").stream(),
            Stream.of(schema.at("items")))
        .flatMap(inner -> inner)
        .allMatch(AnswerSchema::strict);
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
